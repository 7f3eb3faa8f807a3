// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Rows as Parquet: a segment is a row group, with one page per column in the plain encoding, compressed with
/// Zstandard. All columns are optional and flat. Written by hand after the format's specification, since the libraries
/// that write it bring either Hadoop or a whole database.
final class ParquetSegments implements SegmentFormat {
    private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);
    private static final int COMPRESSION_LEVEL = 3;
    private static final int ZSTD = 6;
    private static final int PLAIN = 0;
    private static final int RUN_LENGTHS = 3;
    private static final int OPTIONAL = 1;
    private static final int CONVERTED_UTF8 = 0;

    private final List<Field> fields;

    ParquetSegments(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    private static int physicalType(Field field) {
        return switch (field.type()) {
            case TRUTH -> 0;
            case WHOLE -> 2;
            case SINGLE -> 4;
            case REAL -> 5;
            case TEXT, VECTOR, BINARY -> 6;
        };
    }

    @Override
    public byte[] head() {
        return MAGIC.clone();
    }

    /// The bytes of a column chunk before and after compression, its page header included.
    private record Size(long plain, long packed) {}

    @Override
    public Segment encode(Frame frame) {
        if (frame.rows() == 0) {
            return new Segment(new byte[0], 0, "");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder note = new StringBuilder();
        for (int column = 0; column < fields.size(); column++) {
            byte[] plain = ParquetValues.write(fields.get(column), values(frame, column));
            byte[] packed = Zstd.compress(plain, COMPRESSION_LEVEL);
            byte[] header = pageHeader(plain.length, packed.length, frame.rows());
            bytes.writeBytes(header);
            bytes.writeBytes(packed);
            note.append(column == 0 ? "" : " ").append(header.length + plain.length);
            note.append(':').append(header.length + packed.length);
        }
        return new Segment(bytes.toByteArray(), frame.rows(), note.toString());
    }

    /// Numbers that are told as texts are read first, so that presence and values agree.
    private Cells values(Frame frame, int column) {
        Cells cells = frame.cells().get(column);
        if (fields.get(column).type() != Field.Type.REAL || cells instanceof Cells.Reals) {
            return cells;
        }
        double[] numbers = new double[cells.rows()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = NumberText.parse(cells.text(row).strip());
        }
        return new Cells.Reals(numbers);
    }

    private static byte[] pageHeader(int plain, int packed, int rows) {
        return new ThriftWriter()
                .element()
                .int32(1, 0)
                .int32(2, plain)
                .int32(3, packed)
                .struct(5)
                .int32(1, rows)
                .int32(2, PLAIN)
                .int32(3, RUN_LENGTHS)
                .int32(4, RUN_LENGTHS)
                .end()
                .end()
                .bytes();
    }

    @Override
    public byte[] tail(List<Segment.Placed> segments) {
        List<Segment.Placed> groups =
                segments.stream().filter(segment -> segment.rows() > 0).toList();
        ThriftWriter thrift = new ThriftWriter().element().int32(1, 1);
        writeSchema(thrift);
        thrift.int64(3, groups.stream().mapToLong(Segment.Placed::rows).sum());
        thrift.structs(4, groups.size());
        for (int i = 0; i < groups.size(); i++) {
            writeGroup(thrift, groups.get(i), i);
        }
        byte[] metadata = thrift.text(6, "witan").end().bytes();
        return ByteBuffer.allocate(metadata.length + Integer.BYTES + MAGIC.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(metadata)
                .putInt(metadata.length)
                .put(MAGIC)
                .array();
    }

    private void writeSchema(ThriftWriter thrift) {
        thrift.structs(2, fields.size() + 1);
        thrift.element().text(4, "schema").int32(5, fields.size()).end();
        for (Field field : fields) {
            thrift.element().int32(1, physicalType(field)).int32(3, OPTIONAL).text(4, field.name());
            if (field.type() == Field.Type.TEXT || field.type() == Field.Type.VECTOR) {
                thrift.int32(6, CONVERTED_UTF8).struct(10).struct(1).end().end();
            }
            thrift.end();
        }
    }

    private void writeGroup(ThriftWriter thrift, Segment.Placed group, int ordinal) {
        List<Size> sizes = sizes(group.note());
        thrift.element().structs(1, fields.size());
        long offset = group.offset();
        long plain = 0;
        for (int column = 0; column < fields.size(); column++) {
            Size size = sizes.get(column);
            writeChunk(thrift, fields.get(column), offset, size, group.rows());
            offset += size.packed();
            plain += size.plain();
        }
        thrift.int64(2, plain).int64(3, group.rows()).int64(5, group.offset()).int64(6, offset - group.offset());
        if (ordinal <= Short.MAX_VALUE) {
            thrift.int16(7, ordinal);
        }
        thrift.end();
    }

    private static List<Size> sizes(String note) {
        List<Size> sizes = new ArrayList<>();
        for (String size : note.split(" ", -1)) {
            int colon = size.indexOf(':');
            sizes.add(new Size(Long.parseLong(size.substring(0, colon)), Long.parseLong(size.substring(colon + 1))));
        }
        return sizes;
    }

    private static void writeChunk(ThriftWriter thrift, Field field, long offset, Size size, int rows) {
        thrift.element().int64(2, offset).struct(3);
        thrift.int32(1, physicalType(field)).ints(2, PLAIN, RUN_LENGTHS);
        thrift.texts(3, 1).element(field.name());
        thrift.int32(4, ZSTD).int64(5, rows).int64(6, size.plain()).int64(7, size.packed());
        thrift.int64(9, offset).end().end();
    }
}
