// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The values of one column in one page of Parquet: which are there, then those that are, in the plain encoding.
final class ParquetValues {
    private ByteBuffer bytes;

    private ParquetValues(int capacity) {
        this.bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] write(Field field, Cells cells) {
        ParquetValues values = new ParquetValues(64 + cells.rows() * 9);
        values.writePresence(cells);
        if (field.type() == Field.Type.TRUTH) {
            values.writeTruths((Cells.Truths) cells);
        } else {
            for (int row = 0; row < cells.rows(); row++) {
                if (!cells.isMissing(row)) {
                    values.write(field, cells, row);
                }
            }
        }
        byte[] written = new byte[values.bytes.position()];
        values.bytes.flip().get(written);
        return written;
    }

    /// Definition levels of one bit each: one run if no value is missing, else packed bits, after their length.
    private void writePresence(Cells cells) {
        int rows = cells.rows();
        int at = bytes.position();
        bytes.putInt(0);
        boolean isWhole = true;
        for (int row = 0; row < rows && isWhole; row++) {
            isWhole = !cells.isMissing(row);
        }
        if (isWhole) {
            varint(rows << 1);
            bytes.put((byte) 1);
        } else {
            int groups = (rows + 7) / 8;
            varint((groups << 1) | 1);
            for (int group = 0; group < groups; group++) {
                int bits = 0;
                for (int bit = 0; bit < 8; bit++) {
                    int row = group * 8 + bit;
                    bits |= row < rows && !cells.isMissing(row) ? 1 << bit : 0;
                }
                bytes.put((byte) bits);
            }
        }
        bytes.putInt(at, bytes.position() - at - Integer.BYTES);
    }

    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            bytes.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    private void writeTruths(Cells.Truths truths) {
        int bits = 0;
        int count = 0;
        for (int row = 0; row < truths.rows(); row++) {
            if (!truths.isMissing(row)) {
                bits |= truths.value(row) ? 1 << (count % 8) : 0;
                count++;
                if (count % 8 == 0) {
                    bytes.put((byte) bits);
                    bits = 0;
                }
            }
        }
        if (count % 8 != 0) {
            bytes.put((byte) bits);
        }
    }

    private void write(Field field, Cells cells, int row) {
        switch (field.type()) {
            case REAL -> bytes.putDouble(((Cells.Reals) cells).value(row));
            case SINGLE -> bytes.putFloat(((Cells.Singles) cells).value(row));
            case WHOLE -> bytes.putLong(((Cells.Wholes) cells).value(row));
            case BINARY -> add(binary((Cells.Binary) cells, row));
            case TEXT, VECTOR -> add(cells.text(row).getBytes(UTF_8));
            case TRUTH -> throw new IllegalStateException("truth values are written together");
        }
    }

    private static byte[] binary(Cells.Binary cells, int row) {
        byte[] value = cells.value(row);
        return value == null ? new byte[0] : value;
    }

    private void add(byte[] value) {
        int needed = bytes.position() + Integer.BYTES + value.length + Long.BYTES;
        if (needed > bytes.capacity()) {
            bytes = ByteBuffer.allocate(Math.max(needed, bytes.capacity() * 2))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(bytes.flip());
        }
        bytes.putInt(value.length).put(value);
    }
}
