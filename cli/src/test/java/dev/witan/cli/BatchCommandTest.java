// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `witan batch` as a person types it, on the shipped mixture of ads.
class BatchCommandTest {
    private static final int ROWS = 3000;

    @TempDir
    private Path folder;

    private Path table;

    private record Result(int exit, String err) {}

    @BeforeEach
    void writeTable() throws IOException {
        table = BatchRows.write(folder.resolve("ads.csv"), ROWS);
    }

    private static Result batch(String... args) {
        List<String> line = new ArrayList<>(List.of("batch", "--repository", "../mixtures", "ads"));
        line.addAll(List.of(args));
        StringWriter err = new StringWriter();
        int exit = Main.run(line.toArray(String[]::new), new PrintWriter(new StringWriter()), new PrintWriter(err));
        return new Result(exit, err.toString());
    }

    private Path to(String name, String... options) {
        Path out = folder.resolve(name);
        List<String> args = new ArrayList<>(List.of(table.toString(), out.toString()));
        args.addAll(List.of(options));
        Result result = batch(args.toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isZero();
        return out;
    }

    private static void damage(Path file, int line, String text) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(line - 1, text);
        Files.write(file, lines);
    }

    @Test
    void everyRowIsAnsweredInOrderBesideItsOwnColumns() throws IOException {
        List<String> in = Files.readAllLines(table);
        List<String> out = Files.readAllLines(to("out.csv"));
        assertThat(out).hasSize(ROWS + 1);
        assertThat(out.getFirst()).isEqualTo(in.getFirst() + ",label,probability");
        for (int line = 1; line <= ROWS; line++) {
            assertThat(out.get(line)).startsWith(in.get(line) + ",");
        }
    }

    @Test
    void everyFormatCarriesTheSameAnswers() throws IOException {
        byte[] direct = Files.readAllBytes(to("out.csv", "--keep", "id,age", "--experts"));
        for (String format : List.of("jsonl", "parquet")) {
            table = folder.resolve("ads.csv");
            table = to("same." + format);
            Path kept = folder.resolve("kept-" + format + ".csv");
            Result result = batch(table.toString(), kept.toString(), "--keep", "id,age", "--experts");
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(Files.readAllBytes(kept)).as(format).isEqualTo(direct);
        }
    }

    @Test
    void theAnswersAreThoseOfWitanInfer() throws IOException {
        JsonMapper json = new JsonMapper();
        JsonNode first = json.readTree(Files.readAllLines(to("out.jsonl")).getFirst());
        StringWriter out = new StringWriter();
        String record = first.toString().replaceAll(",\"clicked\".*", "}").replaceFirst("\"id\":\"0\",", "");
        int exit = Main.run(
                new String[] {"infer", "--repository", "../mixtures", "ads", record, "--output", "json"},
                new PrintWriter(out),
                new PrintWriter(new StringWriter()));
        assertThat(exit).isZero();
        JsonNode answer = json.readTree(out.toString()).path("outputs");
        assertThat(first.path("label")).isEqualTo(answer.path(0).path("data").path(0));
        assertThat(first.path("probability").asString())
                .isEqualTo(answer.path(1).path("data").path(0).asString());
    }

    @Test
    void aBadRowStopsTheRunWithItsPlace() throws IOException {
        damage(table, 2002, Files.readAllLines(table).get(2001).replaceFirst(",[0-9]+,", ",many,"));
        Result result = batch(table.toString(), folder.resolve("out.csv").toString());
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("witan: ads.csv line 2002, column 'position': the value must be a finite number: 'many'");
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void badRowsMayBeSkippedAndAreWrittenAside() throws IOException {
        damage(table, 5, "too,few");
        damage(table, 2002, Files.readAllLines(table).get(2001).replaceFirst(",[0-9]+,", ",many,"));
        List<String> out = Files.readAllLines(to("out.csv", "--on-bad-row", "skip"));
        assertThat(out).hasSize(ROWS - 1);
        List<String> bad = Files.readAllLines(folder.resolve("out.csv.bad.jsonl"));
        assertThat(bad).hasSize(2);
        assertThat(bad.getFirst())
                .startsWith(
                        "{\"file\":\"ads.csv\",\"row\":3,\"line\":5,\"column\":null,\"reason\":\"a row must have 20");
        assertThat(bad.getLast()).contains("\"row\":2000,\"line\":2002,\"column\":\"position\"");
    }

    @Test
    void aRunThatStoppedGoesOnUnlessItsInputHasChanged() throws IOException {
        Path whole = to("whole.csv", "--on-bad-row", "skip");
        damage(table, 2002, "bad");
        Path out = folder.resolve("out.csv");
        assertThat(batch(table.toString(), out.toString()).exit()).isEqualTo(1);
        Result more = batch(table.toString(), out.toString(), "--on-bad-row", "skip");
        assertThat(more.exit()).as(more.err()).isZero();
        assertThat(more.err()).contains("3,000 rows, 1,976 of them now").contains("1 skipped");
        assertThat(Files.readAllLines(out))
                .hasSize(ROWS)
                .containsSubsequence(Files.readAllLines(whole).subList(0, 2001));

        Path other = folder.resolve("other.csv");
        assertThat(batch(table.toString(), other.toString()).exit()).isEqualTo(1);
        BatchRows.write(table, ROWS - 1);
        Result changed = batch(table.toString(), other.toString());
        assertThat(changed.exit()).isEqualTo(1);
        assertThat(changed.err())
                .contains("other.csv.journal is the journal of a run with something else: then 'input: ");
        Result restarted = batch(table.toString(), other.toString(), "--restart");
        assertThat(restarted.exit()).as(restarted.err()).isZero();
        assertThat(Files.readAllLines(other)).hasSize(ROWS);
    }

    @Test
    void whatIsThereIsNotWrittenOver() {
        Path out = to("out.csv");
        Result again = batch(table.toString(), out.toString());
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("out.csv: the file is there already; --restart writes it anew");
        assertThat(batch(table.toString(), out.toString(), "--restart").exit()).isZero();
    }

    @Test
    void answersDoNotTakeThePlaceOfTheirTable() throws IOException {
        byte[] before = Files.readAllBytes(table);
        Result result = batch(table.toString(), table.toString(), "--restart");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("the answers need another file than the table");
        assertThat(Files.readAllBytes(table)).isEqualTo(before);
    }

    @Test
    void aTableWithoutRowsIsAnsweredByOneWithoutRows() throws IOException {
        Path empty = Files.write(
                folder.resolve("empty.csv"), Files.readAllLines(table).subList(0, 1));
        Path out = folder.resolve("out.csv");
        Result result = batch(empty.toString(), out.toString());
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err()).contains("0 rows").doesNotContain("earlier run");
        assertThat(Files.readAllLines(out)).hasSize(1);
    }

    @Test
    void columnsAreCheckedBeforeAnythingIsWritten() {
        String out = folder.resolve("out.csv").toString();
        assertThat(batch(table.toString(), out, "--keep", "ID").err())
                .contains("a column to be kept must be in the input: 'ID'; did you mean 'id'?");
        Path answered = to("answered.csv");
        assertThat(batch(answered.toString(), out).err()).contains("'label' is both kept and answered");
        assertThat(batch(table.toString(), folder.resolve("out.xml").toString()).err())
                .contains("must end in .csv, .jsonl or .parquet");
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void streamsAreReadAndWrittenAsTheyCome() throws IOException {
        InputStream in = System.in;
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(Files.readAllBytes(table)));
            System.setOut(new PrintStream(bytes, true, UTF_8));
            assertThat(batch("-", "-").err()).contains("--in-format must be given with -");
            Result result = batch("-", "-", "--in-format", "csv", "--out-format", "csv");
            assertThat(result.exit()).as(result.err()).isZero();
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
        assertThat(bytes.toByteArray()).isEqualTo(Files.readAllBytes(to("out.csv")));
    }
}
