// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnSchema;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A Parquet file with plain columns; nested ones are not told of. Pages are decoded as rows are asked for, so that a
/// file of any size takes the room of a few pages.
public final class ParquetSource implements RowSource {
    private static final Set<CompressionCodec> CODECS = Set.of(
            CompressionCodec.UNCOMPRESSED, CompressionCodec.ZSTD, CompressionCodec.SNAPPY, CompressionCodec.GZIP);

    private final String name;
    private final ParquetFileReader file;
    private final long total;
    private final List<Field> fields;
    private final List<String> nested;
    private final List<ParquetColumn> wanted = new ArrayList<>();
    private @Nullable RowReader rows;
    private long row;

    public ParquetSource(Path path, Selection selection) {
        this.name = String.valueOf(path.getFileName());
        try {
            this.file = ParquetFileReader.open(InputFile.of(path));
        } catch (IOException | RuntimeException e) {
            throw Unreadable.of(name, e);
        }
        this.total = file.getFileMetaData().numRows();
        requireReadable(file.getFileMetaData());
        List<Field> found = new ArrayList<>();
        Set<String> passedOver = new LinkedHashSet<>();
        for (ColumnSchema column : file.getFileSchema().getColumns()) {
            if (column.fieldPath().elements().size() == 1 && column.maxRepetitionLevel() == 0) {
                Field field = new Field(column.name(), type(column, selection));
                found.add(field);
                if (selection.wants(column.name())) {
                    wanted.add(new ParquetColumn(field, column.logicalType()));
                }
            } else {
                passedOver.add(column.fieldPath().elements().getFirst());
            }
        }
        requireDifferent(found);
        this.fields = List.copyOf(found);
        this.nested = List.copyOf(passedOver);
    }

    private void requireReadable(FileMetaData data) {
        data.rowGroups().stream()
                .flatMap(group -> group.columns().stream())
                .map(column -> column.metaData().codec())
                .filter(codec -> !CODECS.contains(codec))
                .findFirst()
                .ifPresent(codec -> {
                    throw WitanException.invalidInput(
                            "%s: the file must be compressed by ZSTD, SNAPPY or GZIP, or not at all: it is by %s; write it anew"
                                    .formatted(name, codec));
                });
    }

    private void requireDifferent(List<Field> found) {
        List<String> names = found.stream().map(Field::name).toList();
        for (int i = 0; i < names.size(); i++) {
            int first = names.indexOf(names.get(i));
            if (first < i) {
                throw WitanException.invalidInput("%s: column names must differ: '%s' is column %d and column %d"
                        .formatted(name, names.get(i), first + 1, i + 1));
            }
        }
    }

    /// Bytes that are said to be nothing else are a text where a mixture reads one: older writers do not say it.
    private static Field.Type type(ColumnSchema column, Selection selection) {
        LogicalType logical = column.logicalType();
        if (logical instanceof LogicalType.Float16Type) {
            return Field.Type.SINGLE;
        }
        boolean isPlain = logical == null
                || (logical instanceof LogicalType.IntType whole && (whole.isSigned() || whole.bitWidth() < Long.SIZE));
        return switch (column.type()) {
            case BOOLEAN -> Field.Type.TRUTH;
            case INT32, INT64 -> isPlain ? Field.Type.WHOLE : Field.Type.TEXT;
            case FLOAT -> Field.Type.SINGLE;
            case DOUBLE -> Field.Type.REAL;
            case INT96 -> Field.Type.TEXT;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                logical == null && !selection.readsText(column.name()) ? Field.Type.BINARY : Field.Type.TEXT;
        };
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public List<String> nested() {
        return nested;
    }

    @Override
    public Optional<RawRows> next(int rowsMax) {
        try {
            RowReader reader = reader();
            int count = 0;
            long size = 0;
            wanted.forEach(column -> column.start(rowsMax));
            while (count < rowsMax && size < CHUNK_SIZE_MAX && reader.hasNext()) {
                reader.next();
                for (ParquetColumn column : wanted) {
                    size += take(column, reader, count);
                }
                count++;
            }
            return count == 0 ? Optional.empty() : Optional.of(chunk(count));
        } catch (RuntimeException e) {
            throw e instanceof WitanException refused ? refused : Unreadable.of(name, e);
        }
    }

    private int take(ParquetColumn column, RowReader reader, int at) {
        try {
            return column.take(reader, at);
        } catch (CharacterCodingException e) {
            throw new WitanException(
                    ErrorCode.INVALID_INPUT,
                    ("%s row %d, column '%s': bytes must be UTF-8 where the mixture reads text, and these are not: write"
                                    + " the column as text, of logical type STRING")
                            .formatted(name, row + at + 1, column.field().name()),
                    e);
        }
    }

    private RowReader reader() {
        RowReader open = rows;
        if (open == null) {
            open = file.buildRowReader().skip(row).build();
            rows = open;
        }
        return open;
    }

    private RawRows chunk(int count) {
        Places places = Places.from(row, count);
        row += count;
        Frame frame = new Frame(
                wanted.stream().map(ParquetColumn::field).toList(),
                wanted.stream().map(column -> column.cells(count)).toList(),
                places,
                List.of());
        return new Decoded(frame);
    }

    /// Rows that are taken apart as they are read.
    private record Decoded(Frame frame) implements RawRows {
        @Override
        public int rows() {
            return frame.rows();
        }

        @Override
        public Frame decode() {
            return frame;
        }
    }

    @Override
    public void skip(long count) {
        if (rows != null) {
            throw new IllegalStateException("rows must be passed over before any is read");
        }
        if (row + count > total) {
            throw Unreadable.shrunk(name, row + count, total);
        }
        row += count;
    }

    @Override
    public long position() {
        return row;
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public void close() {
        try {
            if (rows != null) {
                rows.close();
            }
            file.close();
        } catch (IOException e) {
            throw Unreadable.of(name, e);
        }
    }
}
