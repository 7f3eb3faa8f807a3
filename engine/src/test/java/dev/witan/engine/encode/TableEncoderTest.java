// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Age with mean 40, deviation 10 and bins 20–30–60; work of two known kinds in two dimensions.
class TableEncoderTest {
    private final TableEncoder encoder = new TableEncoder(List.of(
            new NumericEncoder("age", 40, 10, new double[] {20, 30, 60}),
            new CategoricalEncoder("work", List.of("Private", "7"), 2, new float[] {1, 2, 3, 4, 5, 6, 7, 8})));

    private float[] encode(Column... columns) {
        InferenceRequest request = new InferenceRequest(List.of(columns));
        float[] rows = new float[request.rows() * encoder.dimensions()];
        encoder.encode(request, rows);
        return rows;
    }

    private static Column age(double... values) {
        return new Column.Numbers("age", values);
    }

    private static Column work(@Nullable String... values) {
        return new Column.Texts("work", values);
    }

    @Test
    void aNumberIsStandardisedAndSpreadOverItsBins() {
        assertThat(encode(age(45), work("Private"))).containsExactly(0, 0.5f, 1, 0.5f, 5, 6);
    }

    @Test
    void numbersOutsideTheTrainingRangeStayWithinBounds() {
        assertThat(encode(age(-1e300, 1e300), work("Private", "Private")))
                .containsExactly(0, -5, 0, 0, 5, 6, 0, 5, 1, 1, 5, 6);
    }

    @Test
    void missingAndUnseenValuesHavePlacesOfTheirOwn() {
        assertThat(encode(age(Double.NaN, 20), work(null, "Never seen")))
                .containsExactly(1, 0, 0, 0, 1, 2, 0, -2, 0, 0, 3, 4);
    }

    @Test
    void aColumnThatIsLeftOutIsMissing() {
        assertThat(encode(work("Private"))).containsExactly(1, 0, 0, 0, 5, 6);
        assertThat(encode(age(30))).containsExactly(0, -1, 1, 0, 1, 2);
    }

    @Test
    void textIsReadAsANumberWhereOneIsWantedAndTheOtherWayRound() {
        assertThat(encode(
                        new Column.Texts("age", new @Nullable String[] {" 45.0 "}),
                        new Column.Numbers("work", new double[] {7})))
                .containsExactly(0, 0.5f, 1, 0.5f, 7, 8);
    }

    @Test
    void refusesTextThatIsNoNumberAndColumnsThatItDoesNotKnow() {
        assertThatThrownBy(() -> encode(new Column.Texts("age", new @Nullable String[] {"39", "old\n"})))
                .isInstanceOf(WitanException.class)
                .hasMessage("column 'age' must hold finite numbers: row 1 is 'old?'");
        assertThatThrownBy(() -> encode(new Column.Texts("age", new @Nullable String[] {"0x1p3"})))
                .hasMessage("column 'age' must hold finite numbers: row 0 is '0x1p3'");
        assertThatThrownBy(() -> encode(new Column.Texts("age", new @Nullable String[] {"Infinity"})))
                .hasMessage("column 'age' must hold finite numbers: row 0 is 'Infinity'");
        assertThatThrownBy(() -> encode(new Column.Numbers("aeg", new double[] {1})))
                .hasMessage("unknown column 'aeg'; did you mean 'age'? (columns: age, work)");
    }

    @Test
    void refusesColumnsThatDoNotFitEachOther() {
        assertThatThrownBy(() -> encode(age(1, 2), work("Private")))
                .hasMessage("every column must have the same number of rows: 'age' has 2, 'work' has 1");
        assertThatThrownBy(() -> encode(age(1), age(2))).hasMessage("a column may stand only once: 'age'");
        assertThatThrownBy(() -> new NumericEncoder("age", 0, 1, new double[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CategoricalEncoder("work", List.of("a", "a"), 1, new float[4]))
                .hasMessage("column 'work': vocabulary holds 'a' twice");
    }
}
