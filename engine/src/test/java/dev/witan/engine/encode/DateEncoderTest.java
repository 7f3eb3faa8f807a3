// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class DateEncoderTest {
    private final NumericEncoder days = new NumericEncoder("d", 0, 10, new double[] {0, 10, 20});
    private final DateEncoder encoder = new DateEncoder(days, DateEncoder.Detail.HOURS, DateForm.ISO);

    private float[] encode(DateEncoder by, String text) {
        float[] row = new float[by.spec().width()];
        by.encode(new Column.Texts("d", new String[] {text}), 0, row, 0);
        return row;
    }

    @Test
    void isADayAWeekdayAMonthAndAnHour() {
        float[] row = encode(encoder, "1970-01-06T12:00");

        assertThat(row).hasSize(4 + 7 + 12 + 24);
        assertThat(row).startsWith(0f, 0.55f, 0.55f, 0f);
        assertThat(ones(row, 4)).containsExactly(4 + 1, 4 + 7, 4 + 7 + 12 + 12);
    }

    @Test
    void leavesHoursOutWhereOnlyDaysCount() {
        DateEncoder daily = new DateEncoder(days, DateEncoder.Detail.DAYS, DateForm.ISO);

        assertThat(encode(daily, "1969-12-31")).hasSize(4 + 7 + 12);
        assertThat(ones(encode(daily, "1969-12-31"), 4)).containsExactly(4 + 2, 4 + 7 + 11);
    }

    private static List<Integer> ones(float[] row, int from) {
        return java.util.stream.IntStream.range(from, row.length)
                .filter(i -> row[i] == 1f)
                .boxed()
                .toList();
    }

    @Test
    void marksAMissingDateAndNothingElse() {
        float[] missing = encode(encoder, "");

        assertThat(missing[0]).isEqualTo(1f);
        assertThat(missing).containsOnly(0f, 1f);
        assertThat(ones(missing, 1)).isEmpty();
        float[] absent = new float[missing.length];
        encoder.encode((Column) null, 0, absent, 0);
        assertThat(absent).isEqualTo(missing);
    }

    @Test
    void hasTheSameBitsInAnyBatch() {
        TableEncoder table = new TableEncoder(List.of(encoder));
        String[] texts = {"2024-02-29", "1931-07-04T05:06:07", "", "2024-12-31T23:59:59.5Z"};
        float[] together = new float[texts.length * table.dimensions()];
        table.encode(new InferenceRequest(List.of(new Column.Texts("d", texts))), together);

        for (int i = 0; i < texts.length; i++) {
            float[] alone = encode(encoder, texts[i]);
            assertThat(java.util.Arrays.copyOfRange(together, i * alone.length, (i + 1) * alone.length))
                    .isEqualTo(alone);
        }
    }

    @Test
    void refusesWhatIsNoDateAndNamesTheRow() {
        assertThatThrownBy(() -> encode(encoder, "29/02/2024"))
                .isInstanceOf(WitanException.class)
                .hasMessage(
                        "column 'd' must hold dates such as 2024-02-29 or 2024-02-29T13:45:10Z: row 0 is '29/02/2024'");
        DateEncoder german = new DateEncoder(days, DateEncoder.Detail.DAYS, DateForm.of("dd.MM.yyyy"));
        assertThatThrownBy(() -> encode(german, "31.02.2024")).hasMessageContaining("or as 'dd.MM.yyyy' says: row 0");
        assertThatThrownBy(() -> encoder.encode(new Column.Numbers("d", new double[] {7}), 0, new float[99], 0))
                .hasMessageContaining("column 'd' must hold dates as texts");
    }
}
