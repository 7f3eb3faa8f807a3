// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.WitanException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What we write, another engine reads, and what it writes, we read.
class ParquetTest {
    private static final Selection ALL = new Selection(Optional.empty(), Map.of());
    private static final List<Field> FIELDS = List.of(
            new Field("text", Field.Type.TEXT),
            new Field("real", Field.Type.REAL),
            new Field("single", Field.Type.SINGLE),
            new Field("whole", Field.Type.WHOLE),
            new Field("truth", Field.Type.TRUTH),
            new Field("binary", Field.Type.BINARY));

    @TempDir
    private Path folder;

    private static Frame frame(int from, int rows) {
        @Nullable String[] texts = new String[rows];
        double[] reals = new double[rows];
        float[] singles = new float[rows];
        long[] wholes = new long[rows];
        BitSet truths = new BitSet();
        BitSet missing = new BitSet();
        byte[] @Nullable [] binaries = new byte[rows][];
        for (int i = 0; i < rows; i++) {
            int row = from + i;
            boolean isMissing = row % 3 == 1;
            missing.set(i, isMissing);
            texts[i] = isMissing ? null : "Łódź " + row;
            reals[i] = isMissing ? Double.NaN : row / 4.0;
            singles[i] = row / 8f;
            wholes[i] = isMissing ? 0 : (1L << 40) + row;
            truths.set(i, !isMissing && row % 2 == 0);
            binaries[i] = isMissing ? null : new byte[] {(byte) row, 0, -1};
        }
        return new Frame(
                FIELDS,
                List.of(
                        new Cells.Texts(texts),
                        new Cells.Reals(reals),
                        new Cells.Singles(singles),
                        new Cells.Wholes(wholes, missing),
                        new Cells.Truths(rows, truths, missing),
                        new Cells.Binary(binaries)),
                new Places(new long[rows], new long[rows]),
                List.of());
    }

    private Path write(int... groups) throws IOException {
        SegmentFormat format = SegmentFormat.of(TableFormat.PARQUET, "t.parquet", FIELDS);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(format.head());
        List<Segment.Placed> placed = new ArrayList<>();
        int from = 0;
        for (int rows : groups) {
            Segment segment = format.encode(frame(from, rows));
            placed.add(new Segment.Placed(file.size(), segment.rows(), segment.note()));
            file.writeBytes(segment.bytes());
            from += rows;
        }
        file.writeBytes(format.tail(placed));
        return Files.write(folder.resolve("t.parquet"), file.toByteArray());
    }

    private static List<String> texts(Frame frame) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < frame.rows(); row++) {
            StringBuilder text = new StringBuilder();
            for (Cells cells : frame.cells()) {
                text.append(cells.isMissing(row) ? "-" : cells.text(row)).append('|');
            }
            rows.add(text.toString());
        }
        return rows;
    }

    private static Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET autoinstall_known_extensions=false");
            statement.execute("SET autoload_known_extensions=false");
        }
        return connection;
    }

    @Test
    void whatIsWrittenIsReadInGroups() throws IOException {
        try (RowSource source = new ParquetSource(write(100, 0, 33), ALL)) {
            assertThat(source.fields()).isEqualTo(FIELDS);
            assertThat(source.total()).isEqualTo(133);
            List<String> found = new ArrayList<>();
            for (Optional<RawRows> chunk = source.next(40); chunk.isPresent(); chunk = source.next(40)) {
                found.addAll(texts(chunk.get().decode()));
            }
            assertThat(found).isEqualTo(texts(frame(0, 133)));
        }
    }

    @Test
    void readingGoesOnWhereRowsWerePassedOver() throws IOException {
        try (RowSource source = new ParquetSource(write(100, 33), ALL)) {
            source.skip(99);
            Frame frame = source.next(2).orElseThrow().decode();
            assertThat(texts(frame)).isEqualTo(texts(frame(99, 2)));
            assertThat(List.of(frame.places().number(0), frame.places().number(1)))
                    .containsExactly(99L, 100L);
        }
    }

    @Test
    void anotherEngineReadsWhatIsWritten() throws IOException, SQLException {
        Path file = write(100, 33);
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT count(*), count(text), sum(\"real\"), sum(single), max(whole), count(*) FILTER (truth), "
                                + "max(text), typeof(any_value(\"binary\")), typeof(any_value(text)) FROM '%s'"
                                        .formatted(file))) {
            found.next();
            assertThat(found.getLong(1)).isEqualTo(133);
            assertThat(found.getLong(2)).isEqualTo(89);
            double sum = 0;
            for (int row = 0; row < 133; row++) {
                sum += row % 3 == 1 ? 0 : row / 4.0;
            }
            assertThat(found.getDouble(3)).isEqualTo(sum);
            assertThat(found.getDouble(4)).isEqualTo(133 * 132 / 2 / 8.0);
            assertThat(found.getLong(5)).isEqualTo((1L << 40) + 132);
            assertThat(found.getLong(6)).isEqualTo(45);
            assertThat(found.getString(7)).isEqualTo("Łódź 99");
            assertThat(found.getString(8)).isEqualTo("BLOB");
            assertThat(found.getString(9)).isEqualTo("VARCHAR");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "snappy", "zstd", "gzip"})
    void whatAnotherEngineWritesIsRead(String codec) throws SQLException {
        Path file = folder.resolve("other.parquet");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    COPY (SELECT i::INTEGER AS i, i::BIGINT AS l, i / 2 AS d, (i / 2)::FLOAT AS f, i % 2 = 0 AS b,
                                 't' || (i % 5) AS t, CASE WHEN i % 7 = 0 THEN NULL ELSE 'x' END AS m,
                                 DATE '2026-01-01' + i::INTEGER AS day, [i, i] AS nested
                          FROM range(5000) r(i))
                    TO '$file' (FORMAT parquet, COMPRESSION $codec, ROW_GROUP_SIZE 2048)""".replace("$file", file.toString()).replace("$codec", codec));
        }
        try (RowSource source = new ParquetSource(file, ALL)) {
            assertThat(source.fields().stream().map(Field::name))
                    .containsExactly("i", "l", "d", "f", "b", "t", "m", "day");
            source.skip(4000);
            assertThat(texts(source.next(1).orElseThrow().decode()))
                    .containsExactly("4000|4000|2000|2000.0|true|t0|x|2036-12-14|");
        }
    }

    @Test
    void numbersThatNoBinaryOneHoldsAreSpelled() throws SQLException {
        Path file = folder.resolve("numbers.parquet");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    COPY (SELECT 12.50::DECIMAL(9, 2) AS price, 18446744073709551615::UBIGINT AS large,
                                 4294967295::UINTEGER AS unsigned, 200::UTINYINT AS small)
                    TO '$file' (FORMAT parquet)""".replace("$file", file.toString()));
        }
        try (RowSource source = new ParquetSource(file, ALL)) {
            Frame frame = source.next(9).orElseThrow().decode();
            assertThat(texts(frame)).containsExactly("12.50|18446744073709551615|4294967295|200|");
            assertThat(((Cells.Texts) frame.cells().getFirst()).isBare(0)).isTrue();
        }
    }

    @Test
    void whatCannotBeUnpackedIsRefusedWithWhatToDo() throws SQLException {
        Path file = folder.resolve("packed.parquet");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT range AS i FROM range(9)) TO '%s' (FORMAT parquet, COMPRESSION lz4_raw)"
                    .formatted(file));
        }
        assertThatThrownBy(() -> new ParquetSource(file, ALL))
                .isInstanceOf(WitanException.class)
                .hasMessage(
                        "packed.parquet: the file must be compressed by ZSTD, SNAPPY or GZIP, or not at all: it is by"
                                + " LZ4_RAW; write it anew");
    }

    private static Frame bytes(byte[]... values) {
        return new Frame(
                List.of(new Field("city", Field.Type.BINARY)),
                List.of(new Cells.Binary(values)),
                new Places(new long[values.length], new long[values.length]),
                List.of());
    }

    private Path write(Frame frame) throws IOException {
        SegmentFormat format = SegmentFormat.of(TableFormat.PARQUET, "b.parquet", frame.fields());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(format.head());
        Segment segment = format.encode(frame);
        List<Segment.Placed> placed = List.of(new Segment.Placed(file.size(), segment.rows(), segment.note()));
        file.writeBytes(segment.bytes());
        file.writeBytes(format.tail(placed));
        return Files.write(folder.resolve("b.parquet"), file.toByteArray());
    }

    private static Selection reading(ColumnSpec.Kind kind) {
        return new Selection(Optional.empty(), Map.of("city", kind));
    }

    @Test
    void bytesAreTextWhereTheMixtureReadsText() throws IOException {
        Path file = write(bytes("Łódź".getBytes(UTF_8), null, "Rīga".getBytes(UTF_8)));
        try (RowSource source = new ParquetSource(file, reading(ColumnSpec.Kind.CATEGORICAL))) {
            assertThat(source.fields()).containsExactly(new Field("city", Field.Type.TEXT));
            assertThat(texts(source.next(9).orElseThrow().decode())).containsExactly("Łódź|", "-|", "Rīga|");
        }
        try (RowSource source = new ParquetSource(file, reading(ColumnSpec.Kind.IMAGE))) {
            assertThat(source.fields()).containsExactly(new Field("city", Field.Type.BINARY));
        }
    }

    @Test
    void bytesThatAreNoTextAreRefusedWhereTheMixtureReadsText() throws IOException {
        Path file = write(bytes("a".getBytes(UTF_8), new byte[] {(byte) 0xC5}));
        try (RowSource source = new ParquetSource(file, reading(ColumnSpec.Kind.TEXT))) {
            assertThatThrownBy(() -> source.next(9))
                    .isInstanceOf(WitanException.class)
                    .hasMessage("b.parquet row 2, column 'city': bytes must be UTF-8 where the mixture reads text, and"
                            + " these are not: write the column as text, of logical type STRING");
        }
    }

    @Test
    void whatIsNoParquetIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("no.parquet"), "PAR1 not really PAR1");
        assertThatThrownBy(() -> new ParquetSource(file, ALL))
                .hasMessageContaining("no.parquet: the table cannot be read");
    }
}
