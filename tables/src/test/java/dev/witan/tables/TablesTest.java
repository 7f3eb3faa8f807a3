// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.WitanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static final Selection ALL =
            new Selection(Optional.empty(), Map.of("age", ColumnSpec.Kind.NUMERIC, "v", ColumnSpec.Kind.VECTOR));

    private static RowSource csv(String text) {
        return new CsvSource("t.csv", new ByteArrayInputStream(text.getBytes(UTF_8)), 0, ALL);
    }

    private static RowSource lines(String text, Selection selection) {
        return new JsonLinesSource("t.jsonl", new ByteArrayInputStream(text.getBytes(UTF_8)), 0, selection);
    }

    private static Frame first(RowSource source) {
        return source.next(100).orElseThrow().decode();
    }

    private static long[] lines(Frame frame) {
        return IntStream.range(0, frame.rows()).mapToLong(frame.places()::line).toArray();
    }

    private static long[] numbers(Frame frame) {
        return IntStream.range(0, frame.rows())
                .mapToLong(frame.places()::number)
                .toArray();
    }

    private static String written(TableFormat format, Frame frame) {
        SegmentFormat segments = SegmentFormat.of(format, "t", frame.fields());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(segments.head());
        all.writeBytes(segments.encode(frame).bytes());
        return all.toString(UTF_8);
    }

    @Test
    void csvComesBackAsItWas() {
        String text = "name,age\n\"Ada \"\"x\"\", L\",036\n\"two\nlines\",\n Łódź ,?\n";
        Frame frame = first(csv(text));
        assertThat(written(TableFormat.CSV, frame)).isEqualTo(text);
        assertThat(lines(frame)).containsExactly(2, 3, 5);
    }

    @Test
    void numbersOfCsvAreNumbersInJsonWhereTheyAreAny() {
        assertThat(written(TableFormat.JSONL, first(csv("name,age\n1,2.50\n2,007\n,\n"))))
                .isEqualTo("""
                        {"name":"1","age":2.50}
                        {"name":"2","age":"007"}
                        {"name":null,"age":null}
                        """);
    }

    @Test
    void aRowOfAnotherWidthIsBadAndTheRestIsNot() {
        Frame frame = first(csv("a;b\n1;2\n3\n4;5;6\n7;8\n"));
        assertThat(numbers(frame)).containsExactly(0, 3);
        assertThat(frame.bad().get(0).in("t.csv"))
                .isEqualTo(
                        "t.csv line 3: a row must have 2 values, one per column, separated by ';': it has 1, the last of them '3'");
        assertThat(frame.bad().get(1).row()).isEqualTo(2);
    }

    @Test
    void aTableThatCannotBeToldApartIsRefused() {
        assertThatThrownBy(() -> first(csv("a,b\n1,\"2\n"))).isInstanceOf(WitanException.class);
        assertThatThrownBy(() -> csv("")).hasMessage("t.csv: a table needs a header: the file is empty");
        assertThatThrownBy(() -> csv("a,a\n")).hasMessageContaining("'a' is column 1 and column 2");
        byte[] latin = {'a', '\n', (byte) 0xE4, '\n'};
        assertThatThrownBy(() -> new CsvSource("t.csv", new ByteArrayInputStream(latin), 0, ALL))
                .hasMessage("t.csv: the file must be UTF-8: it has bytes that are not");
    }

    @Test
    void aMarkAtTheBeginningIsNoPartOfTheFirstName() {
        assertThat(csv("\uFEFFage,b\n1,2\n").fields().getFirst().name()).isEqualTo("age");
    }

    @Test
    void jsonLinesComeBackAsTheyWere() {
        String text = """
                {"s":"é \\"q\\"","n":39.50,"t":true,"v":[1.5,-2.0],"x":null}
                {"s":null,"n":1,"t":false,"v":null,"x":"1"}
                """;
        Frame frame = first(lines("\n" + text + "  \n", ALL));
        assertThat(written(TableFormat.JSONL, frame)).isEqualTo(text);
        assertThat(lines(frame)).containsExactly(2, 3);
    }

    @Test
    void aLineThatIsNoRecordIsBadAndTheRestIsNot() {
        Frame frame = first(lines(
                "{\"a\":1}\n{\"a\":\n[1]\n{\"a\":[1]}\n{\"a\":1}{}\n{\"ab\":1}\n{\"a\":1,\"a\":2}\n{\"a\":2}", ALL));
        assertThat(frame.rows()).isEqualTo(2);
        assertThat(frame.cells().getFirst().text(1)).isEqualTo("2");
        assertThat(frame.bad().stream().map(bad -> bad.line())).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(frame.bad().get(4).reason()).contains("did you mean 'a'?");
    }

    @Test
    void columnsThatNobodyWantsMayBeAnything() {
        Selection some = new Selection(Optional.of(Set.of("a")), Map.of());
        Frame frame = first(lines("{\"a\":1}\n{\"a\":2,\"b\":{\"c\":[1]}}\n", some));
        assertThat(frame.rows()).isEqualTo(2);
        assertThat(frame.fields()).hasSize(1);
    }

    @Test
    void chunksAreSmallerWhereTextsAreLargeWhereverTheyBegin() {
        String text = "x".repeat(RowSource.CHUNK_SIZE_MAX / 2);
        String table = "a\n" + "%s\n".formatted(text).repeat(5);
        String records = "{\"a\":\"%s\"}\n".formatted(text).repeat(5);
        for (RowSource source : List.of(csv(table), lines(records, ALL))) {
            assertThat(source.next(9).orElseThrow().rows()).isEqualTo(2);
            assertThat(source.next(9).orElseThrow().rows()).isEqualTo(2);
            assertThat(source.next(9).orElseThrow().rows()).isEqualTo(1);
        }
        for (RowSource source : List.of(csv(table), lines(records, ALL))) {
            source.skip(2);
            assertThat(source.next(9).orElseThrow().rows()).isEqualTo(2);
        }
    }

    @Test
    void chunksGoOnWhereRowsWerePassedOver() {
        for (RowSource source : List.of(
                csv("a\n0\n1\n2\n3\n4\n"), lines("{\"a\":0}\n{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n", ALL))) {
            source.skip(2);
            Frame frame = source.next(2).orElseThrow().decode();
            assertThat(frame.cells().getFirst().text(0)).isEqualTo("2");
            assertThat(numbers(frame)).containsExactly(2, 3);
            assertThat(source.next(9).orElseThrow().rows()).isEqualTo(1);
            assertThat(source.next(9)).isEmpty();
            assertThatThrownBy(() -> source.skip(1)).hasMessageContaining("must still have");
        }
    }
}
