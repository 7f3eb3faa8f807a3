// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import dev.witan.training.data.TargetReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Towers start at the frequencies of the rows that are learned from.
class TowerStartTest {
    private static final int[] TRAINING = {0, 1, 2, 3, 4};

    private static float[] biases(TargetKind kind, List<String> classes, String... labels) {
        Table table = new Table("t.csv", List.of(new TableColumn.Texts("label", labels)));
        Target target = TargetReader.readKnown(table, "label", kind, classes);
        return TowerStart.biases(target, TRAINING);
    }

    @Test
    void theLogitOfTwoClassesCountsLabelledTrainingRowsOnly() {
        float[] biases = biases(TargetKind.BINARY, List.of("no", "yes"), "yes", "no", "no", null, "no", "yes");
        assertThat(biases).containsExactly(new float[] {(float) Math.log(2.0 / 4)}, within(1e-6f));
    }

    @Test
    void aClassWithoutRowsStartsLowAndFinite() {
        float[] biases = biases(TargetKind.MULTI_CLASS, List.of("a", "b", "c"), "a", "a", "b", "a", "a", "c");
        assertThat(biases)
                .containsExactly(
                        new float[] {(float) Math.log(5.0 / 8), (float) Math.log(2.0 / 8), (float) Math.log(1.0 / 8)},
                        within(1e-6f));
    }
}
