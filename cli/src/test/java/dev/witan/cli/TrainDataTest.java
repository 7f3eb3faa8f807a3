// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The options of `train` that say how a table is read and how its rows are used, as a person types them.
class TrainDataTest {
    private static final int ROWS = 60;

    @TempDir
    private static Path folder;

    private record Result(int exit, String out, String err) {}

    private static String table(String header, String separator, String[] special, int at) {
        StringBuilder rows = new StringBuilder(header).append('\n');
        for (int row = 0; row < ROWS; row++) {
            String[] cells = {
                Integer.toString(18 + row * 37 % 53),
                List.of("web", "app", "shop").get(row * 7 % 3),
                "2024-%02d-%02d".formatted(1 + row * 5 % 12, 1 + row * 11 % 28),
                "g" + row % 7,
                Integer.toString(1 + row % 3),
                row * 13 % 5 < 2 ? "yes" : "no"
            };
            for (int i = 0; row == at && i < special.length; i++) {
                cells[i] = special[i].isEmpty() ? cells[i] : special[i];
            }
            rows.append(String.join(separator, cells)).append('\n');
        }
        return rows.toString();
    }

    private static final String HEADER = "age,dev,day,grp,wt,bought";

    private static String with(String... special) {
        return table(HEADER, ",", special, 5);
    }

    @BeforeAll
    static void writeTables() throws IOException {
        String plain = with();
        write("ok.csv", plain);
        write("bom.csv", "\uFEFF" + plain);
        write("crlf.csv", plain.replace("\n", "\r\n"));
        write("semicolons.csv", plain.replace(',', ';'));
        write("tabs.tsv", plain.replace(',', '\t'));
        write("blanks.csv", plain.replace(",", " , "));
        write("quoted.csv", plain.replaceAll("([^,\n]+)", "\"$1\""));
        write("old.csv", with("old"));
        write("infinite.csv", with("Infinity"));
        write("huge.csv", plain.replaceAll("(?m)^(\\d)(\\d),", "$1.$2e307,"));
        write("late-date.csv", with("", "", "2024-02-30"));
        write("zero.csv", with("", "we\0b"));
        write("weight.csv", with("", "", "", "", "a"));
        write("negative.csv", with("", "", "", "", "-1"));
        write("many.csv", table(HEADER, ",", new String[] {"old"}, 5) + "1,2\n");
        write("gap.csv", with("", "", "", "", "", "?"));
        write("german.csv", plain.replaceAll("(\\d{4})-(\\d\\d)-(\\d\\d)", "$3.$2.$1"));
        write(
                "german.yaml",
                "columns:\n  day: {type: date, pattern: dd.MM.yyyy}\n  dev: {type: category, missing: [shop]}\n");
        write("lines.csv", "note,age,bought\n\"one\ntwo, \"\"three\"\"\",1,yes\nx,old,no\n");
        write("empty.csv", "");
        write("header.csv", HEADER + "\n");
        write("twice.csv", plain.replace("age,dev,day", "age,dev,age"));
        write("t.csv.gz", "x");
        Files.write(
                folder.resolve("latin.csv"), plain.replace("web", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("wide.csv"), plain.getBytes(StandardCharsets.UTF_16LE));
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            lines.append("{\"age\": %s, \"bought\": \"%s\"%s}\n"
                    .formatted(
                            row == 8 ? "null" : 20 + row * 7 % 30,
                            row % 3 == 0 ? "yes" : "no",
                            row > 4 ? ", \"more\": 1" : ""));
        }
        write("late.jsonl", lines.toString());
        write("nan.jsonl", lines.toString().replace("null", "NaN"));
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static Result train(String table, String options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> args =
                new ArrayList<>(List.of("train", folder.resolve(table).toString()));
        args.addAll(List.of("--repository", folder.resolve("mixtures").toString(), "--threads", "1"));
        Arrays.stream(options.replace("FOLDER", folder.toString()).split(" "))
                .filter(word -> !word.isEmpty())
                .forEach(args::add);
        int exit = Main.run(args.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    private static Result learn(String table, String options) {
        return train(table, "--target bought --epochs 1 --out mine " + options);
    }

    @ParameterizedTest
    @CsvSource({"bom.csv", "crlf.csv", "semicolons.csv", "tabs.tsv", "blanks.csv", "quoted.csv"})
    void theSameTableInOtherSpellingsIsTheSame(String table) {
        assertThat(train(table, "--print-schema")).isEqualTo(train("ok.csv", "--print-schema"));
    }

    @Test
    void whatIsPrintedAsSchemaReadsTheSame() throws IOException {
        String printed = train("ok.csv", "--print-schema").out();
        assertThat(printed)
                .contains(
                        "  \"age\": number  # 53 different, 0 missing, such as \"18\"",
                        "  \"dev\": category  # 3 different",
                        "  \"day\": date  # ",
                        "  \"bought\": category  # 2 different, 0 missing, such as \"yes\"");
        write("ok.yaml", printed + "\n");
        assertThat(train("ok.csv", "--print-schema --schema FOLDER/ok.yaml").out())
                .isEqualTo(printed);
        assertThat(corpus(learn("ok.csv", "--schema FOLDER/ok.yaml"))).isEqualTo(corpus(learn("ok.csv", "")));
    }

    private static String corpus(Result result) {
        assertThat(result.exit()).as(result.err()).isZero();
        return result.out()
                .lines()
                .filter(line -> line.startsWith("corpus"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSchemaSaysHowDatesAndMissingValuesAreSpelled() {
        assertThat(train("german.csv", "--print-schema").out()).contains("\"day\": category");
        assertThat(train("german.csv", "--print-schema --schema FOLDER/german.yaml")
                        .out())
                .contains(
                        "\"day\": {type: date, pattern: \"dd.MM.yyyy\"}",
                        "\"dev\": category  # 2 different, 20 missing");
        assertThat(learn("german.csv", "--schema FOLDER/german.yaml --split-by time:day")
                        .exit())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "old.csv | --type age=number | old.csv line 7, column 'age': the value must be a finite number: 'old'",
                "infinite.csv | --type age=number | line 7, column 'age': the value must be a finite number: 'Infinity'",
                "huge.csv | | column 'age': numbers this large cannot be learned from",
                "late-date.csv | --type day=date | late-date.csv line 7, column 'day': the column must hold dates",
                "zero.csv | | zero.csv line 7, column 'dev': the value must be text: it has a character of code zero",
                "weight.csv | --weight wt | weight.csv line 7, column 'wt': the value must be a finite number: 'a'",
                "negative.csv | --weight wt | a weight must be a number of at least 0: row 6 has '-1'",
                "many.csv | --type age=number | many.csv line 7, column 'age'",
                "gap.csv | | gap.csv line 7, column 'bought': every row must have a value here",
                "lines.csv | --type age=number | lines.csv line 4, column 'age': the value must be a finite number: 'old'",
                "latin.csv | | latin.csv line 2: the file must be UTF-8: byte 0xE9",
                "wide.csv | | wide.csv: the file must be UTF-8: every other byte is zero, as in UTF-16",
                "empty.csv | | empty.csv: a table needs a header: the file is empty",
                "header.csv | | header.csv: a table needs rows below its header: it has none",
                "twice.csv | | twice.csv line 1: column names must differ: 'age' is column 1 and column 3",
                "t.csv.gz | | unpack it first",
                "nan.jsonl | | nan.jsonl line 9: must be valid JSON: Non-standard token 'NaN'",
                "ok.csv | --type ag=number | the schema names a column that the table has not: 'ag'; did you mean 'age'?",
                "ok.csv | --type age=numbr | 'numbr'; did you mean 'number'?",
                "ok.csv | --type bought=ignore | the target must not be ignored: 'bought'",
                "ok.csv | --weight nope | the column of weights must be a column: 'nope'",
                "ok.csv | --weight dev | column 'dev': the value must be a finite number: 'web'",
                "ok.csv | --class-weights yes=2,maybe=1 | class weights name a label that is none: 'maybe' (labels: no, yes)",
                "ok.csv | --class-weights yes=-2 | a class weight must be a positive number: 'yes'",
                "ok.csv | --class-weights yes | class weights are 'balanced' or label=weight",
                "ok.csv | --split-by grp | rows are split by group:COLUMN or time:COLUMN: 'grp'",
                "ok.csv | --split-by group:nope | the column of groups must be a column: 'nope'",
                "ok.csv | --split-by time:dev | rows are split by time with dates or numbers",
                "ok.csv | --split-by group:bought | split and weighed by another column than the target: 'bought'",
                "ok.csv | --in-memory-rows -1 | --in-memory-rows must be at least 0: -1",
            })
    void aTableThatCannotBeUsedIsRefusedWithTheReason(String table, String options, String message) {
        Result result = learn(table, options == null ? "" : options);

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).startsWith("witan: ").contains(message);
    }

    @ParameterizedTest
    @CsvSource({"''", "--in-memory-rows 0"})
    void badRowsAreSkippedCountedAndShown(String memory) {
        Result result = learn("many.csv", "--type age=number --on-bad-row skip " + memory);

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "59 rows (",
                        "note: 2 bad rows were left out",
                        "note: left out: many.csv line 7, column 'age': the value must be a finite number: 'old'",
                        "note: left out: many.csv line 62: a row must have 6 values");
        assertThat(result.out().indexOf("line 7,")).isLessThan(result.out().indexOf("line 62:"));
    }

    @Test
    void badRowsOfATestAreSkippedToo() {
        Result result = learn("ok.csv", "--on-bad-row skip --test FOLDER/many.csv");

        assertThat(result.err()).contains("note: many.csv: 2 bad rows were left out");
        assertThat(result.exit()).isZero();
    }

    @Test
    void whatMakesAColumnOneOfCategoriesIsToldWithTheSchema() {
        assertThat(train("old.csv", "--print-schema").err())
                .contains(
                        "column 'age' is read as categories: 1 of 60 values are no numbers, the first is old.csv line 7");
    }

    @Test
    void columnsThatTheFirstLineLacksAreTold() {
        assertThat(learn("late.jsonl", "").out()).contains("note: column 'more' is left out: the first line has none");
    }

    @Test
    void rowsAreWeighedAndSplitByColumnsThatAreNotLearnedFrom() {
        Result result = learn("ok.csv", "--weight wt --split-by group:grp --class-weights balanced");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "note: column 'wt' is left out: it weighs the rows",
                        "note: column 'grp' is left out: rows are split by it");
        assertThat(learn("ok.csv", "--split-by time:day").out()).contains("(51 training, 9 validation)");
        assertThat(corpus(learn("ok.csv", "--class-weights yes=3,no=1"))).isEqualTo(corpus(learn("ok.csv", "")));
    }

    @Test
    void aTargetWhoseLabelsAllDifferIsRefused() throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int row = 0; row < ROWS; row++) {
            rows.append(row * 7 % 11).append(",n").append(row).append('\n');
        }
        write("names.csv", rows.toString());

        assertThat(train("names.csv", "--target y").err())
                .contains("column 'y': no row would be left to validate on: all 60 labels differ");
    }
}
