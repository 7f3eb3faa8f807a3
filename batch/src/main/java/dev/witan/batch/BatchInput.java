// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.CsvSource;
import dev.witan.tables.JsonLinesSource;
import dev.witan.tables.ParquetSource;
import dev.witan.tables.RowSource;
import dev.witan.tables.Selection;
import dev.witan.tables.TableFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// The table that is to be answered: a file, or a stream that can be read once.
public sealed interface BatchInput {
    TableFormat format();

    /// What the table is called in messages.
    String name();

    /// Where files that it names are looked for.
    Path folder();

    RowSource open(Selection selection);

    /// What tells the table from any other, so that a run can go on with it; nothing if it cannot be read again.
    Optional<String> identity();

    /// A file.
    record OfFile(Path file, TableFormat format) implements BatchInput {
        private static final int PROBE_BYTES = 1 << 20;

        @Override
        public String name() {
            return String.valueOf(file.getFileName());
        }

        @Override
        public Path folder() {
            Path parent = file.toAbsolutePath().getParent();
            return parent == null ? file.toAbsolutePath() : parent;
        }

        @Override
        public RowSource open(Selection selection) {
            try {
                if (!Files.isRegularFile(file)) {
                    throw WitanException.invalidInput(file + ": there is no such file");
                }
                return switch (format) {
                    case CSV -> new CsvSource(name(), Files.newInputStream(file), Files.size(file), selection);
                    case JSONL -> new JsonLinesSource(name(), Files.newInputStream(file), Files.size(file), selection);
                    case PARQUET -> new ParquetSource(file, selection);
                };
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private WitanException unreadable(IOException e) {
            return new WitanException(ErrorCode.INVALID_INPUT, file + ": the file cannot be read: " + e, e);
        }

        /// Its size, when it was changed, and a digest of its beginning and its end.
        @Override
        public Optional<String> identity() {
            try (FileChannel channel = FileChannel.open(file)) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                long size = channel.size();
                update(digest, channel, 0);
                update(digest, channel, Math.max(0, size - PROBE_BYTES));
                return Optional.of("%d bytes, changed %s, sha256 %s"
                        .formatted(
                                size,
                                Files.getLastModifiedTime(file),
                                HexFormat.of().formatHex(digest.digest())));
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
    }

    /// A stream, such as standard input.
    record OfStream(InputStream stream, TableFormat format) implements BatchInput {
        @Override
        public String name() {
            return "standard input";
        }

        @Override
        public Path folder() {
            return Path.of("").toAbsolutePath();
        }

        @Override
        public RowSource open(Selection selection) {
            return switch (format) {
                case CSV -> new CsvSource(name(), stream, 0, selection);
                case JSONL -> new JsonLinesSource(name(), stream, 0, selection);
                case PARQUET ->
                    throw WitanException.invalidInput(
                            "Parquet must be read from a file, whose end says where everything is: it is a stream");
            };
        }

        @Override
        public Optional<String> identity() {
            return Optional.empty();
        }
    }
}
