// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnswerTextTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static Asking response(String shape, String data) {
        String json = "{\"outputs\": [{\"name\": \"value\", \"shape\": %s, \"data\": %s}]}".formatted(shape, data);
        return new Asking(JSON.readTree("{}"), JSON.readTree(json));
    }

    private static Asking languages(String response) {
        JsonNode metadata = JSON.readTree("""
                {"outputs": [{"name": "label",
                    "parameters": {"classes": ["da", "de", "nl"], "titles": ["Danish", "German", "Dutch"]}},
                    {"name": "probabilities",
                    "parameters": {"classes": ["da", "de", "nl"], "titles": ["Danish", "German", "Dutch"]}}]}
                """);
        return new Asking(metadata, JSON.readTree(response));
    }

    @Test
    void aClassIsToldByItsTitleWithTheNextOnesAndTheExpertsThatSaidSo() {
        assertThat(AnswerText.answer(languages("""
                {"outputs": [{"name": "label", "shape": [1], "data": ["de"]},
                    {"name": "probabilities", "shape": [1, 3], "data": [0.0001, 0.9, 0.0999]}],
                 "parameters": {"decision": {"rows": [{"chosen": [
                    {"expert": "expert-3", "weight": 0.83}, {"expert": "expert-7", "fate": "failed"}]}]}}}
                """))).isEqualTo("""
                label        de (German)
                probability  0.9
                next         nl (Dutch) 0.0999
                experts      expert-3 (83 %), expert-7 (failed)""");
    }

    @Test
    void severalRowsOfClassesBecomeATableOfTheLikeliest() {
        assertThat(AnswerText.answer(languages("""
                {"outputs": [{"name": "label", "shape": [2], "data": ["de", "da"]},
                    {"name": "probabilities", "shape": [2, 3], "data": [0.1, 0.9, 0, 0.5, 0.25, 0.25]}]}
                """))).isEqualTo("""
                row  label        probability
                0    de (German)  0.9
                1    da (Danish)  0.5""");
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
