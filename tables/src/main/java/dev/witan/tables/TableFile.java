// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/// A table in a file.
///
/// @param path where it is
/// @param format that it is in
public record TableFile(Path path, TableFormat format) {
    private static final int PROBE_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    public TableFile {
        Objects.requireNonNull(path);
        Objects.requireNonNull(format);
    }

    /// A file whose name tells its format.
    public static TableFile of(Path path) {
        return new TableFile(path, TableFormat.of(String.valueOf(path.getFileName())));
    }

    /// Its name, for messages.
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /// Bytes of the file.
    public long size() {
        try {
            requireFile();
            return Files.size(path);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The table from its beginning.
    public RowSource open(Selection selection) {
        try {
            requireFile();
            return switch (format) {
                case CSV -> new CsvSource(name(), Files.newInputStream(path), Files.size(path), selection);
                case JSONL -> new JsonLinesSource(name(), Files.newInputStream(path), Files.size(path), selection);
                case PARQUET -> new ParquetSource(path, selection);
            };
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void requireFile() {
        if (Files.isDirectory(path)) {
            throw WitanException.invalidInput(path + ": the table must be a file: it is a folder");
        }
        if (!Files.isRegularFile(path)) {
            throw WitanException.invalidInput(path + ": there is no such file");
        }
    }

    /// What tells the table from any other: its size, when it was changed, and a digest of its beginning and its end.
    public String identity() {
        try (FileChannel channel = FileChannel.open(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = channel.size();
            update(digest, channel, 0);
            update(digest, channel, Math.max(0, size - PROBE_BYTES));
            return "%d bytes, changed %s, sha256 %s"
                    .formatted(
                            size,
                            Files.getLastModifiedTime(path),
                            HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw unreadable(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, FileChannel channel, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
        int read = 1;
        while (bytes.hasRemaining() && read > 0) {
            read = channel.read(bytes, from + bytes.position());
        }
        digest.update(bytes.flip());
    }

    /// What to say of a text file that turned out to hold bytes that are not UTF-8: where the first of them is.
    public String placeOfWrongBytes() {
        Utf8Check check = new Utf8Check();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
            for (int value = in.read(); value >= 0; value = in.read()) {
                if (!check.takes(value)) {
                    break;
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return "%s line %d: the file must be UTF-8: byte 0x%02X".formatted(name(), check.line(), check.wrong());
    }

    private WitanException unreadable(IOException e) {
        return new WitanException(ErrorCode.INVALID_INPUT, path + ": the file cannot be read: " + e, e);
    }
}
