// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.CsvSource;
import dev.witan.tables.TableFile;
import dev.witan.tables.TableFormat;
import java.io.ByteArrayInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Reads tables to learn from: CSV, JSON lines and Parquet.
///
/// A column is numeric if every value that is not missing spells a finite number, a date if every one is a date in
/// ISO 8601, and categorical otherwise, unless it is said what it is. A file that breaks a rule is refused with its
/// name, line, column, the rule and the value. A table with too many rows for memory is kept in files beside what is
/// made of it: see [StoredTable].
public final class TableReader {
    private final TableLimits limits;

    public TableReader(TableLimits limits) {
        this.limits = limits;
    }

    /// Reads a table and infers the type of every column.
    public Table read(Path file) {
        return read(file, TableOptions.defaults());
    }

    /// Reads a table whose columns are to have the kinds that a mixture declares; others are inferred.
    public Table read(Path file, Map<String, ColumnSpec.Kind> declared) {
        return read(file, TableOptions.of(TableSchema.ofKinds(declared)));
    }

    /// Reads a table.
    public Table read(Path path, TableOptions options) {
        TableFile file = file(path);
        try {
            return isLarge(file) ? stored(file, options) : inMemory(input(file), options);
        } catch (TooManyRows e) {
            if (options.scratch().isEmpty()) {
                throw e;
            }
            return stored(file, options);
        } catch (WitanException e) {
            throw isCoding(e) ? WitanException.invalidInput(file.placeOfWrongBytes()) : e;
        }
    }

    private static TableFile file(Path path) {
        if (!Files.exists(path)) {
            throw WitanException.invalidInput(path + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw WitanException.invalidInput(path + ": the table must be a file: it is a folder");
        }
        return TableFile.of(path);
    }

    private static boolean isCoding(Throwable e) {
        Throwable cause = e.getCause();
        return cause != null && (cause instanceof CharacterCodingException || isCoding(cause));
    }

    private static TableInput input(TableFile file) {
        return new TableInput(file.name(), file.format(), file::open);
    }

    /// Whether a file has more rows, or bytes, than are held in memory.
    public boolean isLarge(Path path) {
        return isLarge(file(path));
    }

    private boolean isLarge(TableFile file) {
        return file.size() > limits.fileBytesMax() || RowEstimate.of(file) > limits.rowsMax();
    }

    private Table stored(TableFile file, TableOptions options) {
        Path scratch = options.scratch()
                .orElseThrow(() -> new WitanException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "%s: a table must have at most %d bytes (fileBytesMax) and %d rows (rowsMax): %d bytes"
                                .formatted(file.name(), limits.fileBytesMax(), limits.rowsMax(), file.size())));
        return new TableStore(file, options, limits, scratch).table();
    }

    /// Parses the content of a CSV file.
    ///
    /// @param name the file's, for messages
    public Table parse(String name, String content, Map<String, ColumnSpec.Kind> declared) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TableInput input = new TableInput(
                name,
                TableFormat.CSV,
                selection -> new CsvSource(name, new ByteArrayInputStream(bytes), bytes.length, selection));
        return inMemory(input, TableOptions.of(TableSchema.ofKinds(declared)));
    }

    /// Some rows of a table of any size.
    ///
    /// @param table the rows
    /// @param all how many the file has
    public record Sampled(Table table, long all) {}

    /// Reads a table of any size, and keeps at most so many of its rows: all, or as many that are drawn at random over
    /// the whole of it, in its order.
    ///
    /// @param rows at most
    /// @param seed of what is drawn
    public Sampled sample(Path path, TableOptions options, int rows, long seed) {
        TableFile file = file(path);
        try {
            return sample(input(file), options, new RowSample(rows, seed));
        } catch (WitanException e) {
            throw isCoding(e) ? WitanException.invalidInput(file.placeOfWrongBytes()) : e;
        }
    }

    private Sampled sample(TableInput input, TableOptions options, RowSample sample) {
        TableWalk walk = new TableWalk(input, options, limits);
        List<TableColumnBuilder> builders = builders(walk, options);
        long[] all = new long[1];
        BadRows bad = walk.run("reading", 0, 1, TableStore.ROWS_MAX, (columns, good, lines) -> {
            all[0] += good.length;
            int[] taken = IntStream.of(good).filter(_ -> sample.takes()).toArray();
            add(builders, columns, taken, lines);
            if (sample.isFull()) {
                keep(builders, sample.stay());
            }
        });
        keep(builders, sample.stay());
        return new Sampled(table(input, walk, builders, bad), all[0]);
    }

    private static void keep(List<TableColumnBuilder> builders, int[] rows) {
        builders.forEach(builder -> builder.keep(rows));
    }

    private static List<TableColumnBuilder> builders(TableWalk walk, TableOptions options) {
        return walk.columns().stream()
                .map(name -> new TableColumnBuilder(name, options.schema().rule(name)))
                .toList();
    }

    private static void add(
            List<TableColumnBuilder> builders, List<ColumnValues> columns, int[] rows, TableWalk.Lines lines) {
        for (int column = 0; column < columns.size(); column++) {
            for (int row : rows) {
                builders.get(column).add(columns.get(column), row, lines);
            }
        }
    }

    private Table inMemory(TableInput input, TableOptions options) {
        TableWalk walk = new TableWalk(input, options, limits);
        List<TableColumnBuilder> builders = builders(walk, options);
        BadRows bad = walk.run(
                "reading", 0, 1, limits.rowsMax(), (columns, good, lines) -> add(builders, columns, good, lines));
        return table(input, walk, builders, bad);
    }

    private static Table table(TableInput input, TableWalk walk, List<TableColumnBuilder> builders, BadRows bad) {
        List<String> notices = new ArrayList<>(walk.notices());
        builders.forEach(builder -> builder.notice(input.name()).ifPresent(notices::add));
        notices.addAll(bad.notices());
        return new Table(
                input.name(), builders.stream().map(TableColumnBuilder::build).toList(), TableOrigin.inMemory(notices));
    }
}
