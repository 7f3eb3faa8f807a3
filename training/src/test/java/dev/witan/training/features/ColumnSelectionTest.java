// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnSelectionTest {
    private static final int ROWS = 40;

    private static TableColumn texts(String name, java.util.function.IntFunction<String> value) {
        return new TableColumn.Texts(
                name, IntStream.range(0, ROWS).mapToObj(value).toArray(String[]::new));
    }

    private static TableColumn numbers(String name, java.util.function.IntToDoubleFunction value) {
        return new TableColumn.Numbers(
                name, IntStream.range(0, ROWS).mapToDouble(value).toArray());
    }

    private static ColumnSelection select(TableColumn... columns) {
        return ColumnSelection.of(new Table("my.csv", List.of(columns)), "target");
    }

    @Test
    void leavesOutWhatCanOnlyBeLearnedByHeartAndSaysWhy() {
        ColumnSelection selection = select(
                texts("name", row -> "person " + row),
                texts("constant", _ -> "x"),
                numbers("id", row -> 1000 + row),
                numbers("empty", _ -> Double.NaN),
                numbers("useful", row -> row % 5),
                texts("target", row -> row % 2 == 0 ? "a" : "b"));

        assertThat(selection.columns()).extracting(TableColumn::name).containsExactly("useful");
        assertThat(selection.notices())
                .containsExactly(
                        "column 'name' is left out: its texts are almost all different (40 in 40 rows)",
                        "column 'constant' is left out: it is 'x' in every row",
                        "column 'id' is left out: it numbers the rows",
                        "column 'empty' is left out: it has no value in any row");
    }

    @Test
    void keepsAColumnWhoseOnlyNewsIsThatItIsMissing() {
        ColumnSelection selection =
                select(numbers("flag", row -> row % 3 == 0 ? 1 : Double.NaN), texts("target", row -> "c" + row % 2));

        assertThat(selection.columns()).hasSize(1);
    }

    @Test
    void refusesATableWithNothingToLearnFrom() {
        assertThatThrownBy(() -> select(texts("constant", _ -> "x"), texts("target", row -> "c" + row % 2)))
                .hasMessageContaining("at least one column to learn from beside 'target'");
    }
}
