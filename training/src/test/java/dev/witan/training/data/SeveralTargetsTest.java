// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeveralTargetsTest {
    private static Table table(TableColumn... columns) {
        return new Table("t.csv", List.of(columns));
    }

    private static TableColumn texts(String name, String... values) {
        return new TableColumn.Texts(name, values);
    }

    private static TableColumn numbers(String name, double... values) {
        return new TableColumn.Numbers(name, values);
    }

    @Test
    void labelsAreColumnsOfZeroesAndOnesOrOfWordsForThem() {
        Table table = table(numbers("red", 1, 0), texts("big", "no", "yes"), texts("old", "true", "False"));
        Target target = TargetReader.read(table, "red, big,old", TargetKind.MULTI_LABEL);
        assertThat(target.classes()).containsExactly("red", "big", "old");
        assertThat(target.rows()).isEqualTo(2);
        assertThat(target.holds(0, 0)).isTrue();
        assertThat(target.holds(0, 1)).isFalse();
        assertThat(target.holds(1, 1)).isTrue();
        assertThat(target.holds(1, 2)).isFalse();
        assertThatThrownBy(() -> TargetReader.read(
                        table(numbers("red", 1, 2), texts("big", "no", "yes")), "red,big", TargetKind.MULTI_LABEL))
                .isInstanceOf(WitanException.class)
                .hasMessage("t.csv, column 'red': a label of several must be 0 or 1, no or yes, false or true: row 2 is"
                        + " '2'");
    }

    @Test
    void labelsInOneColumnStandBetweenSeparatorsAndNoneHoldsWhereItIsEmpty() {
        Table table = table(texts("tags", "b|a", null, "a", "c | b"));
        Target target = TargetReader.read(table, "tags", TargetKind.MULTI_LABEL);
        assertThat(target.classes()).containsExactly("a", "b", "c");
        assertThat(target.separator()).isEqualTo("|");
        assertThat(target.holds(0, 0) && target.holds(0, 1) && !target.holds(0, 2))
                .isTrue();
        assertThat(target.holds(1, 0) || target.holds(1, 1) || target.holds(1, 2))
                .isFalse();
        assertThat(target.holds(3, 1) && target.holds(3, 2)).isTrue();
        assertThatThrownBy(() -> TargetReader.readLike(table(texts("tags", "d")), target))
                .hasMessage("t.csv, column 'tags': a label must be one of [a, b, c]: row 1 has 'd'");
    }

    @Test
    void severalColumnsAreTasksEachOfItsOwnKindAndARowMayLackLabels() {
        Table table = table(texts("bought", "yes", null, "no", "no"), numbers("paid", 1.5, 2.25, Double.NaN, 7));
        Target target = TargetReader.read(table, "bought,paid", null);
        assertThat(target.kind()).isEqualTo(TargetKind.MULTI_TASK);
        assertThat(target.parts()).extracting(Target::kind).containsExactly(TargetKind.BINARY, TargetKind.REGRESSION);
        assertThat(target.parts().getFirst().isLabelled(1)).isFalse();
        assertThat(target.parts().getFirst().value(0)).isEqualTo(1);
        assertThat(target.parts().getLast().isLabelled(2)).isFalse();
        Target again = TargetReader.readLike(table(texts("bought", "no"), numbers("paid", 3)), target);
        assertThat(again.parts().getLast().value(0)).isEqualTo(3);
    }

    @Test
    void aColumnWithACommaInItsNameIsOneColumn() {
        Table table = table(texts("a,b", "x", "y"), texts("a", "x", "y"), texts("b", "x", "y"));
        assertThat(TargetReader.read(table, "a,b", null).kind()).isEqualTo(TargetKind.BINARY);
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedWithWhatToDo() {
        Table table = table(texts("a", "x", "y"), texts("b", "x", "y"));
        assertThatThrownBy(() -> TargetReader.read(table, "a,b", TargetKind.REGRESSION))
                .hasMessage("t.csv: 2 columns make a target of several tasks, or of several labels with --task"
                        + " multi-label: 'a,b'");
        assertThatThrownBy(() -> TargetReader.read(table, "a", TargetKind.MULTI_TASK))
                .hasMessage("t.csv: several tasks need a column each, with commas between them: 'a'");
        assertThatThrownBy(() -> TargetReader.read(table, "a,a", null))
                .hasMessage("t.csv: a target must name each column once: 'a,a'");
        assertThatThrownBy(() -> TargetReader.read(table, "a,c", null))
                .hasMessageContaining("the target must be a column: 'c'");
    }
}
