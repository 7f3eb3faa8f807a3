// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.encode.DateForm;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetReader;
import dev.witan.training.network.SeededNumbers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    private static final int ROWS = 3000;
    private static final double SHARE = 0.15;

    private static Table table(int groups) {
        SeededNumbers random = new SeededNumbers(5);
        String[] group = new String[ROWS];
        double[] day = new double[ROWS];
        String[] label = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            group[row] = "g" + random.below(groups);
            day[row] = random.below(100) * 86_400.0;
            label[row] = random.uniform() < 0.1 ? "yes" : "no";
        }
        return new Table(
                "t",
                List.of(
                        new TableColumn.Texts("group", group),
                        new TableColumn.Dates("day", day, DateForm.ISO),
                        new TableColumn.Texts("label", label)));
    }

    private static Split split(Table table, String by) {
        RowOptions options = new RowOptions(RowOptions.USUAL.classWeights(), "", RowOptions.SplitBy.parse(by));
        return Split.of(table, target(table), options, SHARE, 7);
    }

    private static Target target(Table table) {
        return TargetReader.read(table, "label", null);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 400})
    void keepsGroupsTogether(int groups) {
        Table table = table(groups);
        Split split = split(table, "group:group");

        Set<String> learned = labels(table, "group", split.training());
        assertThat(labels(table, "group", split.validation())).doesNotContainAnyElementsOf(learned);
        assertThat(split.training().length + split.validation().length).isEqualTo(ROWS);
        double tolerance = groups > 100 ? 0.01 : 0.5;
        assertThat((double) split.validation().length / ROWS).isCloseTo(SHARE, within(tolerance));
        assertThat(split.validation()).isEqualTo(split(table, "group:group").validation());
    }

    @Test
    void validatesOnTheLatestRows() {
        Table table = table(3);
        Split split = split(table, "time:day");

        String latest = IntStream.of(split.training())
                .mapToObj(row -> table.require("day").label(row))
                .max(String::compareTo)
                .orElseThrow();
        assertThat(labels(table, "day", split.validation())).allMatch(day -> day.compareTo(latest) > 0);
        assertThat((double) split.validation().length / ROWS).isBetween(0.13, SHARE);
    }

    private static Set<String> labels(Table table, String column, int[] rows) {
        Set<String> labels = new HashSet<>();
        IntStream.of(rows).forEach(row -> labels.add(table.require(column).label(row)));
        return labels;
    }

    @Test
    void givesEveryClassItsShareByDefault() {
        Table table = table(3);
        Split split = Split.of(table, target(table), RowOptions.USUAL, SHARE, 7);

        for (int label = 0; label < 2; label++) {
            int wanted = label;
            Target target = target(table);
            long all = IntStream.range(0, ROWS)
                    .filter(row -> target.classOf(row) == wanted)
                    .count();
            long kept = IntStream.of(split.validation())
                    .filter(row -> target.classOf(row) == wanted)
                    .count();
            assertThat((double) kept).isCloseTo(SHARE * all, within(1.0));
        }
    }

    @Test
    void sortsNumbersAsAStableSortDoes() {
        SeededNumbers random = new SeededNumbers(11);
        double[] values =
                IntStream.range(0, 1001).mapToDouble(_ -> random.below(50)).toArray();
        Target target = new Target("y", dev.witan.training.data.TargetKind.REGRESSION, List.of(), values);

        Integer[] expected = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(expected, (a, b) -> Double.compare(values[a], values[b]));
        assertThat(IntStream.of(RowOrder.byValue(target)).boxed().toList()).isEqualTo(List.of(expected));
    }

    @Test
    void refusesWhatCannotBeSplit() {
        Table table = table(1);

        assertThatThrownBy(() -> split(table, "group:group")).hasMessageContaining("at least two groups");
        assertThatThrownBy(() -> split(table, "time:label")).hasMessageContaining("dates or numbers: row 1 has");
        assertThatThrownBy(() -> split(table, "time:dya")).hasMessageContaining("did you mean 'day'?");
        assertThatThrownBy(() -> RowOptions.SplitBy.parse("day")).hasMessageContaining("group:COLUMN or time:COLUMN");
    }
}
