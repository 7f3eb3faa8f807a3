// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.kernels.Kernels;
import dev.witan.training.RowOptions.ClassWeights;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TargetReader;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RowWeightsTest {
    private static final Table TABLE = new Table(
            "t",
            List.of(
                    new TableColumn.Numbers("w", new double[] {1, 2, 3, 2}),
                    new TableColumn.Texts("y", new String[] {"no", "no", "no", "yes"})));

    private static IntToDoubleFunction weights(ClassWeights classes, String column) {
        return new RowWeights(
                        TABLE,
                        TargetReader.read(TABLE, "y", null),
                        new RowOptions(classes, column, new RowOptions.SplitBy.Classes()))
                .over(new int[] {0, 1, 2, 3});
    }

    private static double[] of(IntToDoubleFunction weights) {
        return java.util.stream.IntStream.range(0, 4)
                .mapToDouble(weights::applyAsDouble)
                .toArray();
    }

    @Test
    void balancesClasses() {
        assertThat(of(weights(ClassWeights.parse("balanced"), "")))
                .containsExactly(new double[] {2 / 3.0, 2 / 3.0, 2 / 3.0, 2}, within(1e-12));
    }

    @Test
    void multipliesClassesAndRowsAndKeepsTheMean() {
        double[] found = of(weights(ClassWeights.parse("yes=5"), "w"));

        assertThat(found).containsExactly(new double[] {0.25, 0.5, 0.75, 2.5}, within(1e-12));
        assertThat(Arrays.stream(found).average().orElseThrow()).isCloseTo(1, within(1e-12));
    }

    @Test
    void countsAllAlikeUnlessSomethingIsSaid() {
        assertThat(of(weights(new ClassWeights.Equal(), ""))).containsOnly(1.0);
    }

    @Test
    void refusesWhatIsNoWeight() {
        assertThatThrownBy(() -> ClassWeights.parse("yes")).hasMessageContaining("such as no=1,yes=5: 'yes'");
        assertThatThrownBy(() -> ClassWeights.parse("yes=-1"))
                .hasMessageContaining("must be a positive number: 'yes' has -1.0");
        assertThatThrownBy(() -> weights(ClassWeights.parse("yse=2"), "")).hasMessageContaining("did you mean 'yes'?");
        assertThatThrownBy(() -> weights(new ClassWeights.Equal(), "y"))
                .hasMessageContaining("weights must be numbers");
    }

    /// Rows of weight 0 might as well not be there, which is seen in what is learned of rows with opposite labels.
    @Test
    void learnsFromTheRowsThatCount() {
        Table table = SyntheticTables.binary(3, 600);
        double[] ones = new double[600];
        Arrays.fill(ones, 1);
        TrainedMixture plain = train(table, RowOptions.USUAL);
        TrainedMixture equal = train(
                with(table, ones), new RowOptions(new ClassWeights.Equal(), "w", new RowOptions.SplitBy.Classes()));
        TrainedMixture heavy =
                train(table, new RowOptions(ClassWeights.parse("no=1,yes=30"), "", new RowOptions.SplitBy.Classes()));

        assertThat(equal.report().quality()).isEqualTo(plain.report().quality());
        assertThat(equal.report().notices())
                .anyMatch(notice -> notice.equals("column 'w' is left out: it weighs the rows"));
        assertThat(heavy.report().quality()).isNotEqualTo(plain.report().quality());
    }

    private static Table with(Table table, double[] weights) {
        List<TableColumn> columns = new java.util.ArrayList<>(table.columns());
        columns.add(new TableColumn.Numbers("w", weights));
        return new Table(table.source(), columns);
    }

    private static TrainedMixture train(Table table, RowOptions rows) {
        TrainingOptions options = TrainingOptions.predict("target")
                .epochs(2)
                .threads(1)
                .rows(rows)
                .build();
        return Trainer.train(table, options, ProgressListener.none(), Kernels.choose());
    }
}
