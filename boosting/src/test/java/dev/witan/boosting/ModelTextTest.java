// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.expert.Forest;
import dev.witan.training.data.TargetKind;
import dev.witan.training.trees.TreeRows;
import org.junit.jupiter.api.Test;

class ModelTextTest {
    private static final TreeRows ROWS =
            new TreeRows(TargetKind.MULTI_CLASS, 2, 9, new int[] {4, 7}, new float[0], new float[0]);

    private static final String MODEL = """
            tree
            num_class=2

            Tree=0
            num_leaves=3
            split_feature=1 0
            threshold=0.1 -2
            decision_type=2 2
            left_child=1 -1
            right_child=-2 -3
            leaf_value=0.5 1.5 2.5

            Tree=1
            num_leaves=1
            leaf_value=-3

            Tree=2
            num_leaves=2
            split_feature=0
            threshold=1e-35
            decision_type=2
            left_child=-1
            right_child=-2
            leaf_value=7 8

            end of trees

            feature_importances:
            Column_0=3
            """;

    @Test
    void linesUpTreesClassByClass() {
        Forest forest = new ModelText(MODEL).forest(ROWS);
        assertThat(forest.outputsOfTrees()).containsExactly(0, 0, 1);
        assertThat(forest.roots()).containsExactly(0, 2, ~5);
        assertThat(forest.leaves()).containsExactly(0.5f, 1.5f, 2.5f, 7, 8, -3);
        assertThat(forest.splits().feature(0)).isEqualTo(7);
        assertThat(forest.splits().left(0)).isEqualTo(1);
        assertThat(forest.splits().right(0)).isEqualTo(~1);
        assertThat(forest.splits().feature(1)).isEqualTo(4);
        assertThat(forest.splits().right(1)).isEqualTo(~2);
        assertThat(forest.splits().left(2)).isEqualTo(~3);
    }

    @Test
    void roundsThresholdsDown() {
        Forest forest = new ModelText(MODEL).forest(ROWS);
        assertThat((double) 0.1f).isGreaterThan(0.1);
        assertThat(forest.splits().threshold(0)).isEqualTo(Math.nextDown(0.1f));
        assertThat(forest.splits().threshold(1)).isEqualTo(-2);
    }

    @Test
    void refusesWhatIsNoPlainComparison() {
        assertThatThrownBy(() -> new ModelText(MODEL.replace("decision_type=2 2", "decision_type=2 1")).forest(ROWS))
                .hasMessage("LightGBM must write trees of plain comparisons: decision_type 1.0");
        assertThatThrownBy(() -> new ModelText(MODEL.replace("threshold", "edge")).forest(ROWS))
                .hasMessageContaining("no threshold");
    }
}
