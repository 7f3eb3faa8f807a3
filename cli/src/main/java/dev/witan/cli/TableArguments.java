// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.training.RowOptions;
import dev.witan.training.data.ColumnKind;
import dev.witan.training.data.ColumnRule;
import dev.witan.training.data.OnBadRow;
import dev.witan.training.data.ReadProgress;
import dev.witan.training.data.SchemaFile;
import dev.witan.training.data.ScratchFolder;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableLimits;
import dev.witan.training.data.TableOptions;
import dev.witan.training.data.TablePictures;
import dev.witan.training.data.TableReader;
import dev.witan.training.data.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `witan train` that say how its table is to be read, and how its rows are to be used.
final class TableArguments {
    @Option(
            names = "--schema",
            paramLabel = "YAML",
            description = "What the columns are; --print-schema writes one to begin with.")
    private @Nullable Path schema;

    @Option(
            names = "--type",
            paramLabel = "COLUMN=KIND",
            description = "A column's kind: number, category, text, date, image or ignore; default: as it looks.")
    private Map<String, String> types = new LinkedHashMap<>();

    @Option(names = "--print-schema", description = "Print what each column is taken for, and train nothing.")
    private boolean printsSchema;

    @Option(
            names = "--image",
            paramLabel = "COLUMN[:WxH[:rgb]]",
            converter = ImageColumn.class,
            description = "Column that names files of pictures, beside the table; scaled to 16x16 in grey by default.")
    private List<ImageEncoder> images = List.of();

    @Option(
            names = "--on-bad-row",
            paramLabel = "WAY",
            description = "What happens with a row that cannot be read: fail or skip; default: fail.")
    private OnBadRow onBadRow = OnBadRow.FAIL;

    @Option(
            names = "--class-weights",
            paramLabel = "WEIGHTS",
            description = "How much the rows of a class count: balanced, or label=weight,…; default: all alike.")
    private @Nullable String classWeights;

    @Option(names = "--weight", paramLabel = "COLUMN", description = "Column that tells how much each row counts.")
    private String weight = "";

    @Option(
            names = "--split-by",
            paramLabel = "WAY:COLUMN",
            description = "group:COLUMN keeps rows with equal values together; time:COLUMN validates on the latest.")
    private @Nullable String splitBy;

    @Option(
            names = "--in-memory-rows",
            paramLabel = "N",
            description = "Tables of more rows are kept in files while they are learned from; default: 5,000,000.")
    private int inMemoryRows = TableLimits.defaults().rowsMax();

    boolean printsSchema() {
        return printsSchema;
    }

    /// How rows are used.
    RowOptions rows() {
        return new RowOptions(
                classWeights == null ? RowOptions.USUAL.classWeights() : RowOptions.ClassWeights.parse(classWeights),
                weight,
                splitBy == null ? RowOptions.USUAL.splitBy() : RowOptions.SplitBy.parse(splitBy));
    }

    /// Reads the table to learn from.
    ///
    /// @param target the column to predict; `null` if only the columns are to be looked at
    /// @param known how some columns are read unless something else is said of them
    Table read(Path file, @Nullable String target, ScratchFolder scratch, TableSchema known, ReadProgress progress) {
        TableSchema said = known.rules().isEmpty() ? schema() : known.with(schema().rules());
        if (!weight.isEmpty() && target != null && said.rule(weight).kind() == ColumnKind.INFERRED) {
            said = said.with(Map.of(weight, said.rule(weight).with(ColumnKind.NUMBER)));
        }
        TableOptions options =
                new TableOptions(said, required(target), onBadRow, Optional.of(scratch.path()), progress);
        return withPictures(new TableReader(limits()).read(file, options), file, said);
    }

    /// Whether the file will not be held in memory.
    boolean isLarge(Path file) {
        return new TableReader(limits()).isLarge(file);
    }

    /// Reads a table to measure on, its columns as those of the table that is learned from.
    Table readTest(Path test, Table table) {
        TableOptions options = new TableOptions(
                TableSchema.of(table).with(withoutIgnored()),
                Map.of(),
                onBadRow,
                Optional.empty(),
                ReadProgress.none());
        return withPictures(new TableReader(TableLimits.defaults()).read(test, options), test, schema());
    }

    /// Spellings of no value hold for every table.
    private Map<String, ColumnRule> withoutIgnored() {
        Map<String, ColumnRule> rules = new LinkedHashMap<>(schema().rules());
        rules.values().removeIf(rule -> rule.kind() == ColumnKind.IGNORE || rule.kind() == ColumnKind.INFERRED);
        return rules;
    }

    private TableLimits limits() {
        TableLimits usual = TableLimits.defaults();
        if (inMemoryRows < 0) {
            throw WitanException.invalidInput("--in-memory-rows must be at least 0: " + inMemoryRows);
        }
        return new TableLimits(
                usual.fileBytesMax(),
                Math.max(1, inMemoryRows),
                usual.columnsMax(),
                usual.nameLengthMax(),
                usual.valueLengthMax());
    }

    private TableSchema schema() {
        Map<String, ColumnRule> rules = new LinkedHashMap<>();
        if (schema != null) {
            rules.putAll(SchemaFile.read(schema).rules());
        }
        types.forEach((name, word) -> rules.merge(
                name,
                ColumnRule.of(ColumnKind.of(word, "--type " + name)),
                (file, option) -> file.with(option.kind())));
        images.forEach(image -> rules.put(image.spec().name(), ColumnRule.of(ColumnKind.IMAGE)));
        return TableSchema.said(rules);
    }

    private Map<String, String> required(@Nullable String target) {
        Map<String, String> required = new LinkedHashMap<>();
        if (target != null) {
            RowOptions rows = rows();
            if (!target.contains(",")) {
                required.put(target, "the target");
            }
            if (!weight.isEmpty()) {
                required.put(weight, "the column of weights");
            }
            switch (rows.splitBy()) {
                case RowOptions.SplitBy.Time(var column) -> required.put(column, "the column of times");
                case RowOptions.SplitBy.Group _, RowOptions.SplitBy.Classes _ -> {}
            }
        }
        return required;
    }

    private Table withPictures(Table table, Path file, TableSchema said) {
        List<ImageEncoder> encoders = new ArrayList<>(images);
        said.rules().forEach((name, rule) -> {
            boolean isGiven =
                    images.stream().anyMatch(image -> image.spec().name().equals(name));
            if (rule.kind() == ColumnKind.IMAGE && !isGiven) {
                encoders.add(new ImageColumn().convert(rule.picture().isEmpty() ? name : name + ":" + rule.picture()));
            }
        });
        Path folder = file.toAbsolutePath().getParent();
        return TablePictures.read(table, folder == null ? file.toAbsolutePath() : folder, encoders);
    }
}
