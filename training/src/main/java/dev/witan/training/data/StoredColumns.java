// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.DateForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Columns whose values are in files, mapped into memory: the system keeps in memory what is used, as far as there is
/// room. A mapping ends when nobody holds the column any more.
final class StoredColumns {
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path folder;
    private final int rows;

    StoredColumns(Path folder, int rows) {
        this.folder = folder;
        this.rows = rows;
    }

    static String numbers(int index) {
        return index + ".f64";
    }

    static String codes(int index) {
        return index + ".i32";
    }

    static String dictionary(int index) {
        return index + ".words";
    }

    static String ends(int index) {
        return index + ".ends";
    }

    static String bytes(int index) {
        return index + ".utf8";
    }

    TableColumn open(int index, String name, ColumnKind kind, DateForm form, ColumnFacts facts) {
        return switch (kind) {
            case NUMBER -> new TableColumn.Numbers(name, new Mapped(map(numbers(index)), rows), facts);
            case DATE -> new TableColumn.Dates(name, new Mapped(map(numbers(index)), rows), form, facts);
            case TEXT ->
                new TableColumn.Texts(
                        name,
                        new MappedTexts(map(ends(index)), map(bytes(index)), rows),
                        TableColumn.Texts.Form.FREE_TEXT,
                        facts);
            case CATEGORY, IMAGE ->
                new TableColumn.Texts(
                        name,
                        new MappedCodes(map(codes(index)), words(map(dictionary(index))), rows),
                        TableColumn.Texts.Form.CATEGORIES,
                        facts);
            case INFERRED, IGNORE -> throw new IllegalStateException("a column must be of a kind: " + kind);
        };
    }

    private MemorySegment map(String file) {
        try (FileChannel channel = FileChannel.open(folder.resolve(file))) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(MemorySegment segment) {
        List<String> words = new ArrayList<>();
        for (long at = 0; at < segment.byteSize(); ) {
            int length = segment.get(INT, at);
            words.add(text(segment, at + Integer.BYTES, length));
            at += Integer.BYTES + length;
        }
        return List.copyOf(words);
    }

    private static String text(MemorySegment segment, long from, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, from, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private record Mapped(MemorySegment segment, int rows) implements NumberValues {
        @Override
        public double value(int row) {
            return segment.getAtIndex(DOUBLE, row);
        }

        @Override
        public boolean isStored() {
            return true;
        }
    }

    private record MappedCodes(MemorySegment segment, List<String> dictionary, int rows) implements CodedTexts {
        @Override
        public int code(int row) {
            return segment.getAtIndex(INT, row);
        }

        @Override
        public boolean isStored() {
            return true;
        }
    }

    private record MappedTexts(MemorySegment ends, MemorySegment bytes, int rows) implements TextValues {
        @Override
        public @Nullable String value(int row) {
            long end = ends.getAtIndex(LONG, row);
            if (end < 0) {
                return null;
            }
            long before = row == 0 ? 0 : ends.getAtIndex(LONG, row - 1);
            long from = before < 0 ? ~before : before;
            return text(bytes, from, (int) (end - from));
        }

        @Override
        public boolean isStored() {
            return true;
        }
    }
}
