// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreeTextTest {
    @Test
    void isWhatHasManyDifferentValuesOfSeveralWords() {
        assertThat(isText(40, row -> "this is sentence " + row)).isTrue();
        assertThat(isText(40, row -> row % 4 == 0 ? null : "some are missing " + row))
                .isTrue();
    }

    @Test
    void isNotWhatRepeatsItself() {
        assertThat(isText(40, row -> "one of very few sentences " + row % 5)).isFalse();
    }

    @Test
    void isNotNamesOrCodes() {
        assertThat(isText(40, row -> "Ann Example" + row)).isFalse();
        assertThat(isText(40, row -> "id-" + row)).isFalse();
    }

    @Test
    void isNotWhatIsTooShortToTell() {
        assertThat(isText(19, row -> "this is sentence " + row)).isFalse();
    }

    private static boolean isText(int rows, IntFunction<@Nullable String> value) {
        @Nullable String[] values = new @Nullable String[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = value.apply(row);
        }
        return FreeText.isIn(new TableColumn.Texts("t", values));
    }
}
