// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnswerTextTest {
    private static JsonNode response(String shape, String data) {
        return new JsonMapper()
                .readTree("{\"outputs\": [{\"name\": \"value\", \"shape\": %s, \"data\": %s}]}".formatted(shape, data));
    }

    @Test
    void numbersKeepSixDigitsAndReadAsPeopleWriteThem() {
        assertThat(AnswerText.answer(response("[1]", "[123456.789]"))).isEqualTo("value  123457");
        assertThat(AnswerText.answer(response("[1]", "[0.04319]"))).isEqualTo("value  0.04319");
        assertThat(AnswerText.answer(response("[1]", "[0]"))).isEqualTo("value  0");
        assertThat(AnswerText.answer(response("[1]", "[-2.5e-9]"))).isEqualTo("value  -2.50000e-09");
    }

    @Test
    void severalRowsBecomeATableAndSeveralValuesStandSideBySide() {
        assertThat(AnswerText.answer(response("[2, 2]", "[0.25, 0.75, 1, 0]")))
                .isEqualTo("row  value\n0    0.25 0.75\n1    1 0");
    }
}
