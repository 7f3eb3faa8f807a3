// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetReaderTest {
    private static Table table(String... labels) {
        String rows = IntStream.range(0, labels.length)
                .mapToObj(i -> i % 7 + "," + labels[i])
                .collect(Collectors.joining("\n"));
        return new TableReader(TableLimits.defaults()).parse("my.csv", "a,label\n" + rows + "\n", Map.of());
    }

    private static String[] repeated(int rows, String... labels) {
        return IntStream.range(0, rows).mapToObj(i -> labels[i % labels.length]).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "<=50K,>50K,>50K",
        "yes,no,yes",
        "1,0,1",
        "True,False,True",
        "no,perhaps,perhaps",
        "b,a,b",
        "1,2,2",
        "-1,1,1",
    })
    void choosesThePositiveClassByOneRule(String one, String other, String positive) {
        Target target = TargetReader.read(table(one, other, one), "label", null);

        assertThat(target.kind()).isEqualTo(TargetKind.BINARY);
        assertThat(target.classes().getLast()).isEqualTo(positive);
        assertThat(target.classOf(0)).isEqualTo(one.equals(positive) ? 1 : 0);
    }

    @Test
    void readsFewWholeNumbersAsClassesInTheirOrder() {
        Target target = TargetReader.read(table(repeated(60, "10", "9", "3")), "label", null);

        assertThat(target.kind()).isEqualTo(TargetKind.MULTI_CLASS);
        assertThat(target.classes()).containsExactly("3", "9", "10");
        assertThat(target.classOf(1)).isEqualTo(1);
    }

    @Test
    void readsOtherNumbersAsRegression() {
        assertThat(TargetReader.read(table("1.5", "2", "3"), "label", null).kind())
                .isEqualTo(TargetKind.REGRESSION);
        assertThat(TargetReader.read(table("1", "2", "3", "4"), "label", null).kind())
                .isEqualTo(TargetKind.REGRESSION);
        assertThat(TargetReader.read(table("1", "2", "3", "1"), "label", TargetKind.MULTI_CLASS)
                        .classes())
                .hasSize(3);
    }

    @Test
    void suggestsTheColumnThatWasMeant() {
        assertThatThrownBy(() -> TargetReader.read(table("x", "y"), "lable", null))
                .hasMessage("my.csv: the target must be a column: 'lable'; did you mean 'label'? (columns: a, label)");
    }

    @Test
    void refusesMissingLabels() {
        assertThatThrownBy(() -> TargetReader.read(table("x", "?", "y"), "label", null))
                .hasMessage("my.csv, column 'label': every row must have a label: row 2 has none");
    }

    @Test
    void refusesAConstantTarget() {
        assertThatThrownBy(() -> TargetReader.read(table("x", "x"), "label", null))
                .hasMessage(
                        "my.csv, column 'label': a target needs different labels, or there is nothing to learn: all are 'x'");
    }

    @Test
    void refusesTooManyClasses() {
        String[] labels = IntStream.range(0, 300).mapToObj(i -> "c" + i).toArray(String[]::new);

        assertThatThrownBy(() -> TargetReader.read(table(labels), "label", null))
                .hasMessageContaining("at most 200 classes")
                .hasMessageContaining("300 labels");
    }

    @Test
    void refusesTextAsANumber() {
        assertThatThrownBy(() -> TargetReader.read(table("1", "2", "high"), "label", TargetKind.REGRESSION))
                .hasMessage("my.csv, column 'label': a regression's target must be numbers: 'high' in row 3");
    }

    @Test
    void matchesLabelsOfATestTableWithTheClassesOfTheMixture() {
        List<String> classes = List.of("0", "1");

        Target target = TargetReader.read(table("1.0", "0", "1"), "label", TargetKind.BINARY, classes);

        assertThat(IntStream.range(0, 3).map(target::classOf)).containsExactly(1, 0, 1);
        assertThatThrownBy(() -> TargetReader.read(table("1", "2"), "label", TargetKind.BINARY, classes))
                .hasMessage("my.csv, column 'label': a label must be one of [0, 1]: row 2 is '2'");
    }
}
