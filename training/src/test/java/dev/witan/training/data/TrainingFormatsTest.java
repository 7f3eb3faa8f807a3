// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.encode.DateForm;
import dev.witan.tables.Cells;
import dev.witan.tables.Field;
import dev.witan.tables.Frame;
import dev.witan.tables.Places;
import dev.witan.tables.Segment;
import dev.witan.tables.SegmentFormat;
import dev.witan.tables.TableFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tables of every format, what is said of their columns, and what is wrong with them.
class TrainingFormatsTest {
    private final TableReader reader = new TableReader(TableLimits.defaults());

    @TempDir
    private Path folder;

    private Table read(String name, String content, TableOptions options) {
        try {
            return reader.read(Files.writeString(folder.resolve(name), content), options);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static TableOptions options(OnBadRow policy, Map<String, ColumnRule> rules) {
        return new TableOptions(
                TableSchema.said(rules), Map.of("y", "the target"), policy, Optional.empty(), ReadProgress.none());
    }

    @Test
    void readsJsonLinesWithTheTypesThatTheyHave() {
        Table table = read("t.jsonl", """
                {"n": 1.5, "zip": "01234", "ok": true, "day": "2024-02-29", "y": "a"}

                {"n": null, "zip": "99999", "ok": false, "day": "2024-03-01", "y": "b"}
                {"zip": "?", "n": 3, "y": "a"}
                """, options(OnBadRow.FAIL, Map.of()));

        assertThat(table.require("n")).isInstanceOf(TableColumn.Numbers.class);
        assertThat(table.require("n").isMissing(1)).isTrue();
        assertThat(table.require("zip")).isInstanceOf(TableColumn.Texts.class);
        assertThat(table.require("zip").label(2)).isEqualTo("?");
        assertThat(table.require("ok").label(0)).isEqualTo("true");
        assertThat(table.require("day")).isInstanceOf(TableColumn.Dates.class);
        assertThat(table.require("day").isMissing(2)).isTrue();
    }

    @Test
    void readsParquet() throws IOException {
        List<Field> fields = List.of(
                new Field("n", Field.Type.REAL), new Field("w", Field.Type.WHOLE), new Field("y", Field.Type.TEXT));
        Frame frame = new Frame(
                fields,
                List.of(
                        new Cells.Reals(new double[] {1.5, Double.NaN}),
                        new Cells.Wholes(new long[] {7, 8}, new BitSet()),
                        new Cells.Texts(new String[] {"a", "12"})),
                new Places(new long[] {0, 1}, new long[2]),
                List.of());
        SegmentFormat format = SegmentFormat.of(TableFormat.PARQUET, "t.parquet", fields);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(format.head());
        Segment segment = format.encode(frame);
        bytes.write(segment.bytes());
        bytes.write(format.tail(List.of(new Segment.Placed(format.head().length, 2, segment.note()))));

        Table table = reader.read(Files.write(folder.resolve("t.parquet"), bytes.toByteArray()));

        assertThat(((TableColumn.Numbers) table.require("n")).value(0)).isEqualTo(1.5);
        assertThat(table.require("n").isMissing(1)).isTrue();
        assertThat(table.require("w").label(1)).isEqualTo("8");
        assertThat(table.require("y")).isInstanceOf(TableColumn.Texts.class);
    }

    @Test
    void takesColumnsForWhatTheyAreSaidToBe() {
        Map<String, ColumnRule> rules = Map.of(
                "plz", ColumnRule.of(ColumnKind.CATEGORY),
                "d", new ColumnRule(ColumnKind.DATE, DateForm.of("d.M.yyyy"), Set.of("-"), ""),
                "t", ColumnRule.of(ColumnKind.TEXT),
                "id", ColumnRule.of(ColumnKind.IGNORE),
                "n", new ColumnRule(ColumnKind.INFERRED, DateForm.ISO, Set.of("-999"), ""));

        Table table = read(
                "t.csv",
                "id,plz,d,t,n,y\n1,10115,1.2.2024,word,5,a\n2,20095,-,more,-999,b\n",
                options(OnBadRow.FAIL, rules));

        assertThat(table.names()).containsExactly("plz", "d", "t", "n", "y");
        assertThat(table.require("plz")).isInstanceOf(TableColumn.Texts.class);
        assertThat(table.require("d").label(0)).isEqualTo("2024-02-01");
        assertThat(table.require("d").isMissing(1)).isTrue();
        assertThat(FreeText.isIn((TableColumn.Texts) table.require("t"))).isTrue();
        assertThat(table.require("n").isMissing(1)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n,y~1,a~old,b|t.csv line 3, column 'n': the value must be a finite number: 'old'",
                "n,d,y~1,2024-02-30,a|t.csv line 2, column 'd': the column must hold dates such as 2024-02-29 or"
                        + " 2024-02-29T13:45:10Z: '2024-02-30'; a schema may say how dates are spelled (pattern)",
                "n,y~1,a~2,|t.csv line 3, column 'y': every row must have a value here: this one has none",
                "n,y~1,a~2|t.csv line 3: a row must have 2 values, one per column, separated by ',': it has 1, the last of"
                        + " them '2'",
            })
    void namesFileLineColumnAndValueOfABadRow(String content, String message) {
        Map<String, ColumnRule> rules = content.contains("n,d")
                ? Map.of("d", ColumnRule.of(ColumnKind.DATE))
                : Map.of("n", ColumnRule.of(ColumnKind.NUMBER));

        assertThatThrownBy(() -> read("t.csv", content.replace('~', '\n'), options(OnBadRow.FAIL, rules)))
                .hasMessage(message);
    }

    @Test
    void leavesBadRowsOutAndTellsHowMany() {
        Map<String, ColumnRule> rules = Map.of("n", ColumnRule.of(ColumnKind.NUMBER));

        Table table = read("t.csv", "n,y\n1,a\nold,b\n3\n4,\n5,b\n", options(OnBadRow.SKIP, rules));

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.require("n").label(1)).isEqualTo("5");
        assertThat(table.origin().notices())
                .startsWith("3 bad rows were left out")
                .hasSize(4)
                .anyMatch(notice -> notice.startsWith("left out: t.csv line 3, column 'n'"));
    }

    @Test
    void refusesATableThatIsBadForTheMostPart() {
        StringBuilder csv = new StringBuilder("n,y\n");
        for (int row = 0; row < 1000; row++) {
            csv.append(row % 5 == 0 ? "x" : "1").append(",a\n");
        }

        assertThatThrownBy(() -> read(
                        "t.csv", csv.toString(), options(OnBadRow.SKIP, Map.of("n", ColumnRule.of(ColumnKind.NUMBER)))))
                .hasMessageContaining(
                        "at most 10 % of the rows may be bad: 200 of the first 1000 are, such as t.csv line 2");
    }

    @Test
    void tellsOfTheOneValueThatMakesNumbersCategories() {
        StringBuilder csv = new StringBuilder("n,y\n");
        for (int row = 0; row < 40; row++) {
            csv.append(row == 17 ? "n.v." : row).append(",a\n");
        }

        Table table = read("t.csv", csv.toString(), options(OnBadRow.FAIL, Map.of()));

        assertThat(table.require("n")).isInstanceOf(TableColumn.Texts.class);
        assertThat(table.origin().notices())
                .singleElement()
                .asString()
                .startsWith(
                        "column 'n' is read as categories: 1 of 40 values are no numbers, the first is t.csv line 19");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t.csv|a^b^y~1^2^x|t.csv: the target must be a column: 'y' (columns: a^b^y); there is one column only: values"
                        + " must be separated by comma, semicolon, tab or bar",
                "t.csv|length,width~1,2|t.csv: the target must be a column: 'y' (columns: length, width)",
                "t.jsonl|{\"a\": [1, 2], \"y\": 1}|t.jsonl line 1, column 'a': must be one value: it is a list or an object",
                "t.jsonl|{\"a\": 1, \"y\": 1}~{\"a\": 1, \"z\": 2}|t.jsonl line 2, column 'y': every row must have a value"
                        + " here: this one has none",
                "t.jsonl|[1, 2]|t.jsonl line 1: every line must be a JSON object",
                "t.xlsx|a|a table's name must end in .csv, .jsonl or .parquet unless its format is told: 't.xlsx';"
                        + " save it as CSV first",
                "t.csv|PAR1|t.csv: the file must be text: it is Parquet, whose name must end in .parquet",
                "t.jsonl|''|t.jsonl: a table needs a record: the file is empty",
            })
    void saysWhatToDoAboutLikelyMistakes(String name, String content, String message) {
        String text = content.replace('~', '\n');

        assertThatThrownBy(() -> read(name, text, options(OnBadRow.FAIL, Map.of())))
                .hasMessage(message);
    }

    @Test
    void refusesArchivesAndCompressedFiles() throws IOException {
        Path sheet = Files.write(folder.resolve("s.csv"), new byte[] {'P', 'K', 3, 4});
        assertThatThrownBy(() -> reader.read(sheet))
                .hasMessage(
                        "s.csv: the file must be text: it is an archive, such as a spreadsheet; save it as CSV first");
        Path file = Files.write(folder.resolve("t.csv"), new byte[] {0x1F, (byte) 0x8B, 8, 0});

        assertThatThrownBy(() -> reader.read(file))
                .hasMessage("t.csv: the file must be text: it is compressed; unpack it first");
    }

    @Test
    void readsASchemaAndWritesOneThatReadsAlike() throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), """
                columns:
                  age: number
                  "joined on": {type: date, pattern: dd.MM.yyyy}
                  city: {type: category, missing: ["-", unknown]}
                  id: ignore
                """);
        TableSchema schema = SchemaFile.read(file);

        assertThat(schema.rule("age").kind()).isEqualTo(ColumnKind.NUMBER);
        assertThat(schema.rule("joined on").form().pattern()).isEqualTo("dd.MM.yyyy");
        assertThat(schema.rule("city").missing()).containsExactlyInAnyOrder("-", "unknown");
        Table table =
                read("t.csv", "id,age,joined on,city,y\n1,2,03.04.2024,-,a\n", options(OnBadRow.FAIL, schema.rules()));
        Path printed = Files.writeString(folder.resolve("p.yaml"), SchemaFile.of(table), StandardCharsets.UTF_8);
        assertThat(SchemaFile.read(printed).rule("joined on")).isEqualTo(schema.rule("joined on"));
        assertThat(SchemaFile.read(printed).rules()).containsOnlyKeys("age", "joined on", "city", "y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "columns: {age: nubmer}|must be one of number, category, text, date, image, ignore: 'nubmer'; did you mean"
                        + " 'number'?",
                "columns: {d: {type: date, patern: x}}|must be one of [type, pattern, missing, size]; did you mean 'pattern'?",
                "columns: {d: {type: date, pattern: HH}}|a date's pattern must have a year, a month and a day",
                "columns: {d: {missing: x}}|must be a list of texts",
                "colums: {}|must be 'columns'",
            })
    void namesWhatIsWrongWithASchema(String yaml, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), yaml);

        assertThatThrownBy(() -> SchemaFile.read(file))
                .hasMessageContaining(message)
                .hasMessageContaining("s.yaml");
    }

    @Test
    void refusesASchemaOfAnotherTable() {
        assertThatThrownBy(() -> read(
                        "t.csv",
                        "age,y\n1,a\n",
                        options(OnBadRow.FAIL, Map.of("agr", ColumnRule.of(ColumnKind.NUMBER)))))
                .hasMessageContaining("the schema names a column that the table has not: 'agr'; did you mean 'age'?");
    }
}
