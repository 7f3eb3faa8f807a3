// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @Test
    void exchangesOneValueAndTouchesNothingElse() {
        String text =
                "{ \"temperature\": 1.0e-2,\n \"model\" : \"a\\u0062c\" , \"x\": {\"model\": 1}, \"n\":12345678901234567890}";

        JsonText json = JsonText.of(text);

        assertThat(json.with("model", "é\"1")).isEqualTo(text.replace("\"a\\u0062c\"", "\"é\\\"1\""));
        assertThat(json.with("other", "1")).isEqualTo(text);
        assertThat(json.value("temperature")).isEqualTo("1.0e-2");
        assertThat(json.value("x")).isEqualTo("{\"model\": 1}");
        assertThat(json.value("n")).isEqualTo("12345678901234567890");
        assertThat(json.value("other")).isEmpty();
    }

    @Test
    void findsAMemberBehindALongText() {
        String text =
                "{\"a\": \"" + "ä€😀".repeat(50_000) + "\", \"model\": \"m\", \"b\": [" + "1,".repeat(9_999) + "1]}";

        assertThat(JsonText.of(text).with("model", "other")).isEqualTo(text.replace("\"m\"", "\"other\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[1]",
                "\"a\"",
                "{",
                "{\"a\": 1",
                "{\"a\": 1} {}",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": {\"b\": 1, \"b\": 2}}"
            })
    void refusesWhatIsNotOneObject(String text) {
        assertThatThrownBy(() -> JsonText.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be");
    }

    @Test
    void refusesToNestTooDeep() {
        assertThatThrownBy(() -> JsonText.of("{\"a\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
