// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes the values of one column into its files. Owned by one thread.
sealed interface ColumnWriter extends Closeable {
    /// Different texts of a column of categories that are kept; further ones are beyond the dictionary.
    int DICTIONARY_MAX = 1 << 18;

    void add(ColumnValues values, int row);

    /// Brings everything to the disk, and tells the digest of each file by its name.
    Map<String, String> finish();

    @Override
    void close();

    static ColumnWriter of(Path folder, int index, ColumnKind kind) {
        return switch (kind) {
            case NUMBER -> new Numbers(folder, index, ColumnKind.NUMBER);
            case DATE -> new Numbers(folder, index, ColumnKind.DATE);
            case TEXT -> new Texts(folder, index);
            case CATEGORY, IMAGE -> new Codes(folder, index);
            case INFERRED, IGNORE -> throw new IllegalStateException("a column must be of a kind: " + kind);
        };
    }

    /// A 64-bit number per row.
    final class Numbers implements ColumnWriter {
        private final String name;
        private final ColumnKind kind;
        private final ScratchFile file;

        Numbers(Path folder, int index, ColumnKind kind) {
            this.name = StoredColumns.numbers(index);
            this.kind = kind;
            this.file = new ScratchFile(folder.resolve(name));
        }

        @Override
        public void add(ColumnValues values, int row) {
            file.put(kind == ColumnKind.DATE ? values.seconds(row) : values.number(row));
        }

        @Override
        public Map<String, String> finish() {
            return Map.of(name, file.finish());
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /// A code per row, and the texts that codes stand for.
    final class Codes implements ColumnWriter {
        private final Path folder;
        private final int index;
        private final ScratchFile codes;
        private final Map<String, Integer> places = new HashMap<>();
        private final List<String> dictionary = new ArrayList<>();

        Codes(Path folder, int index) {
            this.folder = folder;
            this.index = index;
            this.codes = new ScratchFile(folder.resolve(StoredColumns.codes(index)));
        }

        @Override
        public void add(ColumnValues values, int row) {
            codes.put(values.isMissing(row) ? CodedTexts.MISSING : code(Objects.requireNonNull(values.text(row))));
        }

        private int code(String text) {
            Integer known = places.get(text);
            if (known != null) {
                return known;
            }
            if (dictionary.size() == DICTIONARY_MAX) {
                return CodedTexts.BEYOND;
            }
            places.put(text, dictionary.size());
            dictionary.add(text);
            return dictionary.size() - 1;
        }

        @Override
        public Map<String, String> finish() {
            try (ScratchFile words = new ScratchFile(folder.resolve(StoredColumns.dictionary(index)))) {
                for (String text : dictionary) {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    words.put(bytes.length);
                    words.put(bytes);
                }
                return Map.of(
                        StoredColumns.codes(index), codes.finish(), StoredColumns.dictionary(index), words.finish());
            }
        }

        @Override
        public void close() {
            codes.close();
        }
    }

    /// The bytes of all texts one after the other, and where each ends; a missing one is marked by a negative end.
    final class Texts implements ColumnWriter {
        private final int index;
        private final ScratchFile ends;
        private final ScratchFile bytes;

        Texts(Path folder, int index) {
            this.index = index;
            this.ends = new ScratchFile(folder.resolve(StoredColumns.ends(index)));
            this.bytes = new ScratchFile(folder.resolve(StoredColumns.bytes(index)));
        }

        @Override
        public void add(ColumnValues values, int row) {
            String text = values.text(row);
            if (text != null) {
                bytes.put(text.getBytes(StandardCharsets.UTF_8));
            }
            ends.put(text == null ? ~bytes.length() : bytes.length());
        }

        @Override
        public Map<String, String> finish() {
            return Map.of(StoredColumns.ends(index), ends.finish(), StoredColumns.bytes(index), bytes.finish());
        }

        @Override
        public void close() {
            ends.close();
            bytes.close();
        }
    }
}
