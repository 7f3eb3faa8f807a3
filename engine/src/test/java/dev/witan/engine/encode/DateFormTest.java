// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFormTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01,1970-01-01T00:00:00Z",
        "2024-02-29,2024-02-29T00:00:00Z",
        "' 1969-12-31 ',1969-12-31T00:00:00Z",
        "2024-02-29T13:45,2024-02-29T13:45:00Z",
        "2024-02-29 13:45:10,2024-02-29T13:45:10Z",
        "2024-02-29T13:45:10.250Z,2024-02-29T13:45:10.250Z",
        "2024-02-29T13:45:10+02:30,2024-02-29T11:15:10Z",
        "2024-02-29T13:45-0100,2024-02-29T14:45:00Z",
        "2024-02-29t13:45:10z,2024-02-29T13:45:10Z",
    })
    void readsIsoDates(String text, Instant instant) {
        double seconds = instant.getEpochSecond() + instant.getNano() * 1e-9;

        assertThat(DateForm.ISO.seconds(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024",
                "2023-02-29",
                "2024-13-01",
                "2024-00-01",
                "2024-1-1",
                "20240101",
                "29/02/2024",
                "2024-02-29T",
                "2024-02-29T25:00",
                "2024-02-29T13:60",
                "2024-02-29T13",
                "2024-02-29T13:45:10+",
                "2024-02-29T13:45:10+1",
                "2024-02-29T13:45:10.",
                "2024-02-29 and more",
                "next tuesday",
            })
    void tellsWhatIsNoDate(String text) {
        assertThat(DateForm.ISO.seconds(text)).isNaN();
    }

    @Test
    void readsAPatternBesideIso() {
        DateForm form = DateForm.of("d.M.yyyy HH:mm");
        double expected = Instant.parse("2024-02-09T13:45:00Z").getEpochSecond();

        assertThat(form.seconds("9.2.2024 13:45")).isEqualTo(expected);
        assertThat(form.seconds("2024-02-09T13:45")).isEqualTo(expected);
        assertThat(form.seconds("30.2.2024 13:45")).isNaN();
        assertThat(DateForm.of("dd MMM yyyy").seconds("09 feb 2024")).isEqualTo(expected - 13.75 * 3600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HH:mm", "dd.MM", "qqqqqqqqq", "{"})
    void refusesPatternsWithoutAWholeDate(String pattern) {
        assertThatThrownBy(() -> DateForm.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as dd.MM.yyyy: '" + pattern + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2024-02-29", "1931-07-04", "2024-02-29T13:45:10", "2024-02-29T13:45:10.250", "1931-07-04T00:01"
            })
    void spellsWhatItReads(String text) {
        double seconds = DateForm.ISO.seconds(text);

        assertThat(DateForm.ISO.seconds(DateForm.text(seconds))).isEqualTo(seconds);
        assertThat(DateForm.text(seconds)).isEqualTo(text);
    }
}
