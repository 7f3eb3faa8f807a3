// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiLabelHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.model.load.LoadedMixture;
import dev.witan.training.EncodedRows;
import dev.witan.training.Evaluation;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.TableLimits;
import dev.witan.training.data.TableOptions;
import dev.witan.training.data.TablePictures;
import dev.witan.training.data.TableReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A table that a release is tried on, read as the release declares its columns, and the column with the labels if the
/// table has one.
record DataTable(Table table, Optional<String> target) {
    /// Reads the file, and tells what of it the release will miss, and how many of its rows are looked at where these
    /// are not all.
    ///
    /// @param wanted the labels' column; empty for the one that the release was trained on, where the table has it
    /// @param sample how many rows are looked at
    /// @param seed of which they are
    static DataTable read(
            Console console,
            Path file,
            LoadedMixture loaded,
            Optional<String> wanted,
            SampleOptions sample,
            long seed) {
        Mixture mixture = loaded.mixture();
        int rows = sample.rows(mixture, EncodedRows.rowsUsual(mixture));
        return read(console, file, loaded, wanted, rows, seed);
    }

    /// The same with a number of rows at most.
    static DataTable read(
            Console console, Path file, LoadedMixture loaded, Optional<String> wanted, int rows, long seed) {
        Mixture mixture = loaded.mixture();
        String target = wanted.orElse(loaded.configuration().spec().signature().target());
        TableOptions options = TableOptions.of(Evaluation.schema(mixture, target));
        Table table = withPictures(sampled(console, file, options, rows, seed), file, mixture);
        wanted.filter(_ -> mixture.head().tasks().isEmpty()).ifPresent(table::require);
        List<String> missing = mixture.encoder().columns().stream()
                .map(ColumnSpec::name)
                .filter(column -> table.column(column).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            console.tell("note: the table lacks these columns, which count as missing: " + String.join(", ", missing));
        }
        return new DataTable(table, isLabelled(table, mixture.head(), target) ? Optional.of(target) : Optional.empty());
    }

    /// Whether it has the column with the labels, or all of them where they stand in several.
    private static boolean isLabelled(Table table, Head head, String target) {
        return switch (head) {
            case TasksHead tasks ->
                tasks.towers().stream().allMatch(tower -> isLabelled(table, tower.head(), tower.task()));
            case MultiLabelHead(var labels, var _)
            when table.column(target).isEmpty() ->
                labels.stream().allMatch(label -> table.column(label).isPresent());
            default -> table.column(target).isPresent();
        };
    }

    private static Table sampled(Console console, Path file, TableOptions options, int rows, long seed) {
        TableReader.Sampled sampled = read(console, file, options, rows, seed);
        if (sampled.all() > rows) {
            console.tell(
                    "note: %s has %,d rows: %,d of them, drawn at random over the whole table, are looked at (seed %d)"
                            .formatted(sampled.table().source(), sampled.all(), rows, seed));
        }
        return sampled.table();
    }

    private static TableReader.Sampled read(Console console, Path file, TableOptions options, int rows, long seed) {
        try (ReadingLine progress = new ReadingLine(console)) {
            return new TableReader(TableLimits.defaults()).sample(file, options.tell(progress), rows, seed);
        }
    }

    /// The column with the labels, or a refusal.
    ///
    /// @param purpose what they are needed for
    String requireTarget(LoadedMixture loaded, String purpose) {
        return target.orElseThrow(() -> WitanException.invalidInput(
                "%s: the table must have the column '%s' with labels, to %s; --target names another (columns: %s)"
                        .formatted(
                                table.source(),
                                loaded.configuration().spec().signature().target(),
                                purpose,
                                String.join(", ", table.names()))));
    }

    /// The table with the pictures that it names, beside which it stands, as the mixture reads them; those that were
    /// read
    /// already stay.
    static Table withPictures(Table table, Path file, Mixture mixture) {
        List<ImageEncoder> images = mixture.encoder() instanceof TableEncoder encoder
                ? encoder.encoders().stream()
                        .filter(ImageEncoder.class::isInstance)
                        .map(ImageEncoder.class::cast)
                        .filter(image -> table.column(image.spec().name()).orElse(null) instanceof TableColumn.Texts)
                        .toList()
                : List.of();
        Path folder = file.toAbsolutePath().getParent();
        return TablePictures.read(table, folder == null ? file.toAbsolutePath() : folder, images);
    }
}
