// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {
    private final TableReader reader = new TableReader(TableLimits.defaults());

    @TempDir
    private Path folder;

    private Table parse(String content) {
        return reader.parse("my.csv", content, Map.of());
    }

    private static List<String> labels(Table table, String column) {
        return IntStream.range(0, table.rows())
                .mapToObj(row -> table.require(column).label(row))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void findsTheSeparator(String separator) {
        Table table = parse("a,b,c\n1,x,2.5\n2,y,3\n".replace(",", separator));

        assertThat(table.names()).containsExactly("a", "b", "c");
        assertThat(labels(table, "c")).containsExactly("2.5", "3");
        assertThat(labels(table, "b")).containsExactly("x", "y");
        assertThat(table.require("c")).isInstanceOf(TableColumn.Numbers.class);
    }

    @Test
    void keepsSeparatorsQuotesAndLineEndsInsideQuotes() {
        Table table = parse("a;b\r\n\"x;y\";\"say \"\"hi\"\"\"\r\n\"two\nlines\";z\r\n");

        assertThat(table.require("a").label(0)).isEqualTo("x;y");
        assertThat(table.require("b").label(0)).isEqualTo("say \"hi\"");
        assertThat(table.require("a").label(1)).isEqualTo("two\nlines");
    }

    @Test
    void readsEverySpellingOfNoValueAsMissing() {
        Table table = parse("n,t\n1,a\n,\n?,?\nNA,NA\n N/A ,n/a\nNaN,nan\nnull,NULL\nNone,none\n2,b\n");

        for (int row = 1; row <= 7; row++) {
            assertThat(table.require("n").isMissing(row)).isTrue();
            assertThat(table.require("t").isMissing(row)).isTrue();
        }
        assertThat(table.require("n")).isInstanceOf(TableColumn.Numbers.class);
    }

    @ParameterizedTest
    @CsvSource({"1e3,1", "-.5,1", "+7,1", "1d,0", "0x1p3,0", "Infinity,0", "true,0", "'1,5',0", "1 000,0", "1e999,0"})
    void takesOnlyPlainFiniteNumbersForNumbers(String value, int isNumber) {
        Table table = parse("a;b\n" + value + ";x\n");

        assertThat(table.require("a") instanceof TableColumn.Numbers).isEqualTo(isNumber == 1);
    }

    @Test
    void readsAFileWithAByteOrderMark() throws IOException {
        Path file = Files.writeString(folder.resolve("bom.csv"), "\uFEFFa,b\n1,2\n");

        assertThat(reader.read(file).names()).containsExactly("a", "b");
    }

    @Test
    void refusesWhatIsNotUtf8AndNamesTheLine() throws IOException {
        Path file = Files.write(
                folder.resolve("latin.csv"), "a,b\n1,x\n2,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(WitanException.class)
                .hasMessage("latin.csv line 3: the file must be UTF-8: byte 0xE9");
    }

    @Test
    void refusesUtf16() throws IOException {
        Path file = Files.write(folder.resolve("wide.csv"), "\uFEFFa,b\n".getBytes(StandardCharsets.UTF_16LE));

        assertThatThrownBy(() -> reader.read(file)).hasMessageContaining("begins like UTF-16");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> reader.read(folder.resolve("none.csv"))).hasMessageEndingWith("there is no such file");
        assertThatThrownBy(() -> reader.read(folder)).hasMessageEndingWith("the table must be a file: it is a folder");
    }

    @Test
    void refusesATooLargeFile() throws IOException {
        Path file = Files.writeString(folder.resolve("large.csv"), "a,b\n1,2\n");
        TableReader strict = new TableReader(new TableLimits(4, 10, 10, 10, 10));

        assertThatThrownBy(() -> strict.read(file))
                .hasMessageContaining("at most 4 bytes (fileBytesMax) and 10 rows (rowsMax): 8 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|my.csv: a table needs a header: the file is empty",
                "a,b|my.csv: a table needs rows below its header: it has none",
                "a,b,a~1,2,3|my.csv line 1: column names must differ: 'a' is column 1 and column 3",
                "a,,c~1,2,3|my.csv line 1: every column needs a name: column 2 has none",
                "a,b~1,2~1,2,3|my.csv line 3: a row must have 2 values, one per column, separated by ',': it has 3,"
                        + " the last of them '3'",
                "a,b~1,2~7|my.csv line 3: a row must have 2 values, one per column, separated by ',': it has 1,"
                        + " the last of them '7'",
            })
    void refusesABrokenTable(String content, String message) {
        assertThatThrownBy(() -> parse(content.replace('~', '\n')))
                .isInstanceOf(WitanException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'a,b~1,2~3,4',at most 1 rows (rowsMax)",
        "'a,b,c~1,2,3',at most 2 columns (columnsMax): 3",
        "'a,long~1,2',at most 3 characters (nameLengthMax): column 2 has 4",
        "'a,b~1,123456',at most 5 characters (valueLengthMax): 6"
    })
    void refusesWhatIsBeyondALimit(String content, String message) {
        TableReader strict = new TableReader(new TableLimits(1000, 1, 2, 3, 5));

        assertThatThrownBy(() -> strict.parse("my.csv", content.replace('~', '\n'), Map.of()))
                .hasMessageContaining(message);
    }

    @Test
    void refusesAnOpenQuote() {
        assertThatThrownBy(() -> parse("a,b\n1,\"x\n2,y\n")).isInstanceOf(WitanException.class);
    }

    @Test
    void holdsAMixturesColumnsToTheirKinds() {
        Map<String, ColumnSpec.Kind> kinds = Map.of("n", ColumnSpec.Kind.NUMERIC, "c", ColumnSpec.Kind.CATEGORICAL);

        Table table = reader.parse("my.csv", "n,c\n?,1\n", kinds);

        assertThat(table.require("n")).isInstanceOf(TableColumn.Numbers.class);
        assertThat(table.require("c")).isInstanceOf(TableColumn.Texts.class);
        assertThatThrownBy(() -> reader.parse("my.csv", "n,c\n1,1\nold,1\n", kinds))
                .hasMessage("my.csv line 3, column 'n': the value must be a finite number: 'old'");
    }

    @Test
    void givesEqualContentsEqualDigestsHoweverTheyAreWritten() {
        String digest = parse("a,b\n1,x\n2.50,\n").digest();

        assertThat(parse("\"a\";\"b\"\r\n1.0;x\r\n2.5;NA\r\n").digest())
                .isEqualTo(digest)
                .hasSize(64);
        assertThat(parse("a,b\n1,x\n2.5,y\n").digest()).isNotEqualTo(digest);
        assertThat(parse("b,a\n1,x\n2.5,\n").digest()).isNotEqualTo(digest);
    }
}
