// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.engine.error.WitanException;
import dev.witan.tables.CsvSource;
import dev.witan.tables.JsonLinesSource;
import dev.witan.tables.RowSource;
import dev.witan.tables.Selection;
import dev.witan.tables.TableFile;
import dev.witan.tables.TableFormat;
import java.io.InputStream;
import java.nio.file.Path;
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
            return table().open(selection);
        }

        private TableFile table() {
            return new TableFile(file, format);
        }

        /// Its size, when it was changed, and a digest of its beginning and its end.
        @Override
        public Optional<String> identity() {
            return Optional.of(table().identity());
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
