// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.DateForm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is written down of a table in files: where it came from, its columns, and the digest of every file.
///
/// @param key what the table was made of and how: a table with the same key need not be made again
/// @param rows of the table
/// @param notices of how it was read
/// @param columns in order
/// @param digests SHA-256 of each file, by its name
record StoredTable(String key, int rows, List<String> notices, List<Column> columns, Map<String, String> digests) {
    private static final int MAGIC = 0x5754_0001;
    private static final String FILE = "table";

    StoredTable {
        notices = List.copyOf(notices);
        columns = List.copyOf(columns);
        digests = new TreeMap<>(digests);
    }

    /// One column.
    record Column(String name, ColumnKind kind, String pattern, ColumnFacts facts) {}

    void write(Path folder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            write(out, key);
            out.writeInt(rows);
            out.writeInt(notices.size());
            for (String notice : notices) {
                write(out, notice);
            }
            out.writeInt(columns.size());
            for (Column column : columns) {
                write(out, column);
            }
            out.writeInt(digests.size());
            for (Map.Entry<String, String> digest : digests.entrySet()) {
                write(out, digest.getKey());
                write(out, digest.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (ScratchFile file = new ScratchFile(folder.resolve(FILE))) {
            file.put(bytes.toByteArray());
            file.finish();
        }
    }

    private static void write(DataOutputStream out, Column column) throws IOException {
        write(out, column.name());
        write(out, column.kind().name());
        write(out, column.pattern());
        out.writeLong(column.facts().present());
        out.writeLong(column.facts().distinct());
        write(out, column.facts().first());
        out.writeBoolean(column.facts().countsRows());
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// The table of a folder, if it is whole, was made by the same key, and every file is as it was written.
    static Optional<StoredTable> read(Path folder, String key) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            if (in.readInt() != MAGIC) {
                return Optional.empty();
            }
            StoredTable table = read(in);
            return table.key().equals(key) && table.isIntact(folder) ? Optional.of(table) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static StoredTable read(DataInputStream in) throws IOException {
        String key = text(in);
        int rows = in.readInt();
        List<String> notices = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            notices.add(text(in));
        }
        List<Column> columns = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            columns.add(new Column(
                    text(in),
                    ColumnKind.valueOf(text(in)),
                    text(in),
                    new ColumnFacts(in.readLong(), in.readLong(), text(in), in.readBoolean())));
        }
        Map<String, String> digests = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            digests.put(text(in), text(in));
        }
        return new StoredTable(key, rows, notices, columns, digests);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private boolean isIntact(Path folder) {
        return digests.entrySet().stream()
                .allMatch(file -> Files.isRegularFile(folder.resolve(file.getKey()))
                        && Sha256.of(folder.resolve(file.getKey())).equals(file.getValue()));
    }

    /// The table, its files mapped into memory.
    Table open(String source, Path folder) {
        StoredColumns files = new StoredColumns(folder, rows);
        List<TableColumn> opened = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            opened.add(files.open(i, column.name(), column.kind(), DateForm.of(column.pattern()), column.facts()));
        }
        return new Table(source, opened, new TableOrigin(notices, digest(), true));
    }

    /// The same for the same names, kinds and values.
    private String digest() {
        MessageDigest digest = Sha256.begin();
        for (Column column : columns) {
            digest.update((column.kind() + " " + column.name() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        digests.forEach((file, sha256) -> digest.update((file + " " + sha256 + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
