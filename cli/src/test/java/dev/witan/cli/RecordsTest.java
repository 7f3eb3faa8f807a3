// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecordsTest {
    private static final JsonNode TEXT =
            new JsonMapper().readTree("{\"inputs\": [{\"name\": \"text\", \"datatype\": \"BYTES\"}]}");
    private static final JsonNode TABLE =
            new JsonMapper().readTree("{\"inputs\": [{\"name\": \"age\", \"datatype\": \"FP64\"}]}");

    private static Column.Numbers numbers(InferenceRequest request, String name) {
        return (Column.Numbers) request.column(name).orElseThrow();
    }

    private static Column.Texts texts(InferenceRequest request, String name) {
        return (Column.Texts) request.column(name).orElseThrow();
    }

    @Test
    void aRecordBecomesOneRowOfNumbersAndTexts() {
        InferenceRequest request = Records.parse("{\"age\": 39, \"work\": \"Private\", \"new\": true}");
        assertThat(request.rows()).isOne();
        assertThat(numbers(request, "age").value(0)).isEqualTo(39);
        assertThat(texts(request, "work").value(0)).isEqualTo("Private");
        assertThat(texts(request, "new").value(0)).isEqualTo("true");
    }

    @Test
    void aListOfRecordsBecomesRowsAndWhatARecordLeavesOutIsMissing() {
        InferenceRequest request =
                Records.parse("[{\"age\": 39}, {\"age\": null, \"work\": \"Private\"}, {\"age\": 1.5}]");
        assertThat(request.rows()).isEqualTo(3);
        assertThat(numbers(request, "age").value(1)).isNaN();
        assertThat(numbers(request, "age").value(2)).isEqualTo(1.5);
        assertThat(texts(request, "work").value(0)).isNull();
    }

    @Test
    void aColumnWithOneTextIsText() {
        InferenceRequest request = Records.parse("[{\"age\": 39}, {\"age\": \"old\"}]");
        assertThat(texts(request, "age").value(0)).isEqualTo("39");
    }

    @Test
    void theInputMayLieInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("record.json"), "{\"age\": 3}");
        assertThat(numbers(Records.read("@" + file, TABLE), "age").value(0)).isEqualTo(3);
        assertThatThrownBy(() -> Records.read("@" + folder.resolve("none.json"), TABLE))
                .hasMessageStartingWith("the input cannot be read, there is no such file: ");
    }

    @Test
    void aMixtureThatReadsOneTextTakesItAsItIs() {
        assertThat(texts(Records.read("Wo ist der Bahnhof?\n", TEXT), "text").value(0))
                .isEqualTo("Wo ist der Bahnhof?");
        assertThat(texts(Records.read("{\"text\": \"Ja\"}", TEXT), "text").value(0))
                .isEqualTo("Ja");
        assertThatThrownBy(() -> Records.read("Wo ist der Bahnhof?", TABLE))
                .hasMessageStartingWith("the input must be valid JSON: ");
    }

    @Test
    void refusesWhatIsNoRecord() {
        assertThatThrownBy(() -> Records.parse("{\"age\": 1e999}"))
                .hasMessageStartingWith("column 'age' must hold finite numbers: row 0 is ");
        assertThatThrownBy(() -> Records.parse("{\"age\": 39"))
                .hasMessageStartingWith("the input must be valid JSON: ");
        assertThatThrownBy(() -> Records.parse("{\"age\": 39, \"age\": 40}"))
                .hasMessageStartingWith("the input must be valid JSON: Duplicate");
        assertThatThrownBy(() -> Records.parse("{\"age\": 39} {\"age\": 40}"))
                .hasMessageStartingWith("the input must be valid JSON: Trailing");
        assertThatThrownBy(() -> Records.parse("39"))
                .hasMessage("the input must be a JSON object like {\"age\": 39}, or a list of them: it holds 39");
        assertThatThrownBy(() -> Records.parse("{\"age\": {\"years\": 39}}"))
                .hasMessage("column 'age' must hold one value: row 0 is {\"years\":39}");
        assertThatThrownBy(() -> Records.parse("{}")).hasMessage("a request needs at least one column: it has none");
    }

    @Test
    void listsAreVectorsAndListsOfListsAreTokens() {
        Column.Vectors rows = (Column.Vectors) Records.parse("[{\"x\": [1, 2.5]}, {\"x\": [3, 4]}]")
                .column("x")
                .orElseThrow();
        assertThat(rows.values()).containsExactly(1, 2.5f, 3, 4);
        assertThat(rows.dimensions()).isEqualTo(2);
        InferenceRequest request = Records.parse("{\"x\": [[1, 2], [3, 4], [5, 6]]}");
        assertThat(((Column.Vectors) request.column("x").orElseThrow()).tokens())
                .isEqualTo(3);
        assertThat(RequestJson.write(request, false))
                .contains("\"shape\":[1,3,2],\"datatype\":\"FP32\",\"data\":[1.0,2.0,3.0,4.0,5.0,6.0]");
        assertThatThrownBy(() -> Records.parse("[{\"x\": [1, 2]}, {\"x\": [3]}]"))
                .hasMessageContaining("lists of 2, as in row 0: row 1 is [3]");
    }
}
