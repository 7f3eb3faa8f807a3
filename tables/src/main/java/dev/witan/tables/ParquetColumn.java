// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.RowReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes the values of one column out of the rows of a Parquet file, a chunk at a time.
final class ParquetColumn {
    private final Field field;
    private final boolean isUnsigned;
    private final int bits;
    private double[] reals = {};
    private float[] singles = {};
    private long[] wholes = {};
    private @Nullable String[] texts = {};
    private byte[] @Nullable [] binaries = {};
    private BitSet truths = new BitSet();
    private BitSet missing = new BitSet();
    private BitSet bare = new BitSet();

    /// @param logical what the file says that the values are; `null` if it says nothing
    ParquetColumn(Field field, @Nullable LogicalType logical) {
        this.field = field;
        this.isUnsigned = logical instanceof LogicalType.IntType whole && !whole.isSigned();
        this.bits = logical instanceof LogicalType.IntType whole ? whole.bitWidth() : Long.SIZE;
    }

    Field field() {
        return field;
    }

    void start(int rowsMax) {
        truths = new BitSet();
        missing = new BitSet();
        bare = new BitSet();
        switch (field.type()) {
            case REAL -> reals = new double[rowsMax];
            case SINGLE -> singles = new float[rowsMax];
            case WHOLE -> wholes = new long[rowsMax];
            case TEXT -> texts = new String[rowsMax];
            case BINARY -> binaries = new byte[rowsMax][];
            case TRUTH -> {}
            case VECTOR -> throw new IllegalStateException("no plain column holds vectors");
        }
    }

    /// Takes the value of a row, and tells how long it is if it is a text or bytes.
    ///
    /// @throws CharacterCodingException when bytes that are to be a text are no UTF-8
    int take(RowReader reader, int row) throws CharacterCodingException {
        String name = field.name();
        boolean isMissing = reader.isNull(name);
        missing.set(row, isMissing);
        switch (field.type()) {
            case REAL -> reals[row] = isMissing ? Double.NaN : reader.getDouble(name);
            case SINGLE -> singles[row] = isMissing ? Float.NaN : single(reader);
            case WHOLE -> wholes[row] = isMissing ? 0 : whole(reader);
            case TEXT -> texts[row] = isMissing ? null : text(reader.getValue(name), row);
            case BINARY -> binaries[row] = isMissing ? null : reader.getBinary(name);
            case TRUTH -> truths.set(row, !isMissing && reader.getBoolean(name));
            case VECTOR -> throw new IllegalStateException("no plain column holds vectors");
        }
        return isMissing ? 0 : length(row);
    }

    private float single(RowReader reader) {
        Object value = reader.getValue(field.name());
        return value instanceof Number number ? number.floatValue() : Float.NaN;
    }

    private long whole(RowReader reader) {
        long value = ((Number) reader.getValue(field.name())).longValue();
        return isUnsigned && bits < Long.SIZE ? value & ((1L << bits) - 1) : value;
    }

    /// Numbers that no binary one can hold are spelled, and marked as no texts.
    private String text(@Nullable Object value, int row) throws CharacterCodingException {
        if (value instanceof Number number) {
            bare.set(row);
            return switch (number) {
                case BigDecimal decimal -> decimal.toPlainString();
                case Long whole when isUnsigned -> Long.toUnsignedString(whole);
                default -> number.toString();
            };
        }
        return value instanceof byte[] bytes
                ? UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()
                : String.valueOf(value);
    }

    private int length(int row) {
        return switch (field.type()) {
            case TEXT -> String.valueOf(texts[row]).length();
            case BINARY -> Objects.requireNonNull(binaries[row]).length;
            case REAL, SINGLE, WHOLE, TRUTH, VECTOR -> 0;
        };
    }

    Cells cells(int rows) {
        return switch (field.type()) {
            case REAL -> new Cells.Reals(Arrays.copyOf(reals, rows));
            case SINGLE -> new Cells.Singles(Arrays.copyOf(singles, rows));
            case WHOLE -> new Cells.Wholes(Arrays.copyOf(wholes, rows), missing);
            case TEXT -> new Cells.Texts(Arrays.copyOf(texts, rows), bare);
            case BINARY -> new Cells.Binary(Arrays.copyOf(binaries, rows));
            case TRUTH -> new Cells.Truths(rows, truths, missing);
            case VECTOR -> throw new IllegalStateException("no plain column holds vectors");
        };
    }
}
