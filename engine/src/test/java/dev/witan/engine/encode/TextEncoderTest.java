// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private static final int WIDTH = 2;
    private static final TextGrams GRAMS = new TextGrams(50, 1, 3, 1_000);

    private final float[] table = numbers((TextEncoder.RESERVED + 50) * WIDTH);
    private final TextEncoder encoder = new TextEncoder("t", GRAMS, WIDTH, table);

    @Test
    void sumsTheRowsOfTheGramsOverTheRootOfTheirNumber() {
        int[] indexes = encoder.indexes("ab");
        float[] sum = new float[WIDTH];
        for (int index : indexes) {
            sum[0] += table[index * WIDTH];
            sum[1] += table[index * WIDTH + 1];
        }
        assertThat(indexes).hasSize(9);
        assertThat(encode("ab")).containsExactly(sum[0] * (float) (1 / 3.0), sum[1] * (float) (1 / 3.0));
    }

    @Test
    void hasARowOfItsOwnForWhatIsMissingAndForWhatIsEmpty() {
        assertThat(encode(null)).containsExactly(table[0], table[1]);
        assertThat(encode("")).containsExactly(table[2], table[3]);
        assertThat(encode(" \u200F\uD800")).containsExactly(table[2], table[3]);
        float[] absent = new float[WIDTH];
        encoder.encode((Column) null, 0, absent, 0);
        assertThat(absent).isEqualTo(encode(null));
    }

    @Test
    void readsNumbersAsTheyAreSpelled() {
        float[] rows = new float[WIDTH];
        encoder.encode(new Column.Numbers("t", new double[] {3.0}), 0, rows, 0);
        assertThat(rows).isEqualTo(encode("3"));
    }

    @Test
    void encodesChosenRowsAsItEncodesTheText() {
        int[] indexes = encoder.indexes("Ça va? 你好 мир");
        float[] rows = new float[WIDTH];
        encoder.encode(indexes, indexes.length, rows, 0);
        assertThat(rows).isEqualTo(encode("Ça va? 你好 мир"));
    }

    @Test
    void givesTheSameBitsWhateverElseIsInTheBatch() {
        List<String> texts = List.of("Wo ist der Bahnhof?", "", "שלום עולם", "e\u0301", "x".repeat(1 << 20), "a");
        @Nullable String[] batch = texts.toArray(new @Nullable String[0]);
        TableEncoder table = new TableEncoder(List.of(encoder));
        float[] together = new float[batch.length * WIDTH];
        table.encode(new InferenceRequest(List.of(new Column.Texts("t", batch))), together);
        for (int row = 0; row < batch.length; row++) {
            assertThat(Arrays.copyOfRange(together, row * WIDTH, (row + 1) * WIDTH))
                    .isEqualTo(encode(batch[row]));
        }
    }

    @Test
    void refusesATableOfAnotherSize() {
        assertThatThrownBy(() -> new TextEncoder("t", GRAMS, 3, table))
                .hasMessage("column 't': table must hold (2 + 50) x 3 values: 104");
    }

    private float[] encode(@Nullable String text) {
        float[] rows = new float[WIDTH];
        encoder.encode(new Column.Texts("t", new @Nullable String[] {text}), 0, rows, 0);
        return rows;
    }

    private static float[] numbers(int count) {
        Random random = new Random(1);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
