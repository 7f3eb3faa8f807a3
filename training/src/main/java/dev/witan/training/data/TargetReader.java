// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.NumberText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out what a target column asks for, and reads it.
///
/// Two different labels make a binary target. Numbers make a regression, unless they are whole and few
/// ([#WHOLE_CLASSES_MAX] at most, on [#ROWS_PER_CLASS_MIN] rows each on average), which makes them classes like any
/// other labels. The positive class of a binary target is the label that affirms (`true`, `yes`, …) or whose
/// counterpart denies (`false`, `no`, …), and otherwise the last in order: 1 beside 0, `>50K` beside `<=50K`.
public final class TargetReader {
    public static final int CLASSES_MAX = 200;
    public static final int LABEL_LENGTH_MAX = 256;
    public static final int WHOLE_CLASSES_MAX = 20;
    public static final int ROWS_PER_CLASS_MIN = 10;

    /// Those that are predicted where nothing else is asked for.
    public static final List<Double> QUANTILES = List.of(0.1, 0.5, 0.9);

    /// With more labels than this, how many there are makes no difference.
    private static final int LABELS_MAX = 100_000;

    private TargetReader() {}

    /// Reads the target of a table to be trained on.
    ///
    /// @param name of the column, or of several with commas between them
    /// @param asked what it is to be read as; `null` infers it
    public static Target read(Table table, String name, @Nullable TargetKind asked) {
        return readAsked(table, name, asked, QUANTILES);
    }

    /// The same.
    ///
    /// @param levels of the quantiles, if these are asked for
    public static Target readAsked(Table table, String name, @Nullable TargetKind asked, List<Double> levels) {
        List<String> columns = TargetColumns.of(table, name);
        if (columns.size() == 1) {
            return readOne(table, columns.getFirst(), asked, levels);
        }
        return switch (asked == null ? TargetKind.MULTI_TASK : asked) {
            case MULTI_LABEL -> LabelReader.ofColumns(table, name, columns);
            case MULTI_TASK -> TaskReader.read(table, name, columns);
            case BINARY, MULTI_CLASS, REGRESSION, QUANTILE ->
                throw WitanException.invalidInput(
                        "%s: %d columns make a target of several tasks, or of several labels with --task multi-label: '%s'"
                                .formatted(table.source(), columns.size(), name));
        };
    }

    private static Target readOne(Table table, String name, @Nullable TargetKind asked, List<Double> levels) {
        TableColumn column = table.require(name);
        if (asked == TargetKind.MULTI_LABEL) {
            return LabelReader.ofTexts(table, column);
        }
        if (asked == TargetKind.MULTI_TASK) {
            throw WitanException.invalidInput("%s: several tasks need a column each, with commas between them: '%s'"
                    .formatted(table.source(), name));
        }
        requireLabels(table, column);
        Map<String, Integer> labels = labels(table, column);
        requireDifferent(table, column, labels);
        return read(table, column, labels, asked == null ? infer(column, labels.size()) : asked, levels);
    }

    /// What is not labelled is left out.
    static Target task(Table table, String name) {
        TableColumn column = table.require(name);
        Map<String, Integer> labels = labels(table, column);
        if (labels.isEmpty()) {
            throw WitanException.invalidInput(
                    "%s, column '%s': a task needs labels: no row has one".formatted(table.source(), name));
        }
        requireDifferent(table, column, labels);
        return read(table, column, labels, infer(column, labels.size()), List.of());
    }

    private static Target read(
            Table table, TableColumn column, Map<String, Integer> labels, TargetKind kind, List<Double> levels) {
        return switch (kind) {
            case REGRESSION -> new Target(column.name(), kind, List.of(), numbers(table, column));
            case QUANTILE -> Target.quantiles(column.name(), levels, numbers(table, column));
            case BINARY -> binary(table, column, labels);
            case MULTI_CLASS -> multiClass(table, column, labels);
            case MULTI_LABEL, MULTI_TASK -> throw new IllegalArgumentException("more than one column: " + kind);
        };
    }

    /// Reads the target of a table to be evaluated, against the classes of a trained mixture.
    public static Target read(Table table, String name, TargetKind kind, List<String> classes) {
        requireLabels(table, table.require(name));
        return readKnown(table, name, kind, classes);
    }

    /// The same, whether or not every row has a label.
    public static Target readKnown(Table table, String name, TargetKind kind, List<String> classes) {
        TableColumn column = table.require(name);
        return kind == TargetKind.REGRESSION
                ? new Target(name, kind, List.of(), numbers(table, column))
                : new Target(name, kind, classes, indexes(table, column, classes));
    }

    /// Reads quantiles' target of a table to be evaluated.
    public static Target readNumbers(Table table, String name, List<Double> levels) {
        requireLabels(table, table.require(name));
        return Target.quantiles(name, levels, numbers(table, table.require(name)));
    }

    /// Reads the labels of a table to be evaluated, from one column or one each.
    public static Target readLabels(Table table, String name, List<String> labels, String separator) {
        return LabelReader.known(table, name, labels, separator);
    }

    /// Reads a table's target as that of another table was read.
    public static Target readLike(Table table, Target other) {
        return switch (other.kind()) {
            case BINARY, MULTI_CLASS, REGRESSION -> read(table, other.name(), other.kind(), other.classes());
            case QUANTILE -> readNumbers(table, other.name(), other.levels());
            case MULTI_LABEL -> readLabels(table, other.name(), other.classes(), other.separator());
            case MULTI_TASK ->
                Target.tasks(
                        other.name(),
                        other.parts().stream()
                                .map(part -> readKnown(table, part.name(), part.kind(), part.classes()))
                                .toList());
        };
    }

    static void requireLabels(Table table, TableColumn column) {
        for (int row = 0; row < column.rows(); row++) {
            if (column.isMissing(row)) {
                throw WitanException.invalidInput("%s, column '%s': every row must have a label: row %d has none"
                        .formatted(table.source(), column.name(), row + 1));
            }
        }
    }

    /// The different labels in the order in which they are met, as many as matter.
    private static Map<String, Integer> labels(Table table, TableColumn column) {
        if (column instanceof TableColumn.Texts texts && texts.values() instanceof CodedTexts coded) {
            return labels(table, column, coded);
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int row = 0; row < column.rows() && counts.size() < LABELS_MAX; row++) {
            if (!column.isMissing(row)) {
                requireLength(table, column, row);
                counts.merge(column.label(row), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static Map<String, Integer> labels(Table table, TableColumn column, CodedTexts coded) {
        int[] byCode = new int[coded.dictionary().size()];
        for (int row = 0; row < coded.rows(); row++) {
            int code = coded.code(row);
            if (code == CodedTexts.BEYOND) {
                throw tooManyClasses(
                        table, column, byCode.length, coded.dictionary().getFirst());
            }
            if (code >= 0 && byCode[code]++ == 0) {
                requireLength(table, column, row);
            }
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int code = 0; code < byCode.length; code++) {
            counts.put(coded.dictionary().get(code), byCode[code]);
        }
        return counts;
    }

    static void requireLength(Table table, TableColumn column, int row) {
        if (column.label(row).length() > LABEL_LENGTH_MAX) {
            throw WitanException.invalidInput("%s, column '%s': a label must have at most %d characters: row %d is '%s'"
                    .formatted(
                            table.source(), column.name(), LABEL_LENGTH_MAX, row + 1, Excerpt.of(column.label(row))));
        }
    }

    private static void requireDifferent(Table table, TableColumn column, Map<String, Integer> labels) {
        if (labels.size() == 1) {
            throw WitanException.invalidInput(
                    "%s, column '%s': a target needs different labels, or there is nothing to learn: all are '%s'"
                            .formatted(
                                    table.source(),
                                    column.name(),
                                    Excerpt.of(labels.keySet().iterator().next())));
        }
    }

    private static TargetKind infer(TableColumn column, int labels) {
        if (labels == 2) {
            return TargetKind.BINARY;
        }
        return switch (column) {
            case TableColumn.Texts _, TableColumn.Dates _, TableColumn.Images _ -> TargetKind.MULTI_CLASS;
            case TableColumn.Numbers numbers -> {
                boolean isFew = labels <= WHOLE_CLASSES_MAX && column.rows() >= labels * ROWS_PER_CLASS_MIN;
                yield isFew && areWhole(numbers.values()) ? TargetKind.MULTI_CLASS : TargetKind.REGRESSION;
            }
        };
    }

    private static boolean areWhole(NumberValues values) {
        for (int row = 0; row < values.rows(); row++) {
            double value = values.value(row);
            if (!Double.isNaN(value) && value != Math.rint(value)) {
                return false;
            }
        }
        return true;
    }

    private static NumberValues numbers(Table table, TableColumn column) {
        return switch (column) {
            case TableColumn.Numbers numbers -> numbers.values();
            case TableColumn.Images _ ->
                throw WitanException.invalidInput(
                        "%s, column '%s': a regression's target must be numbers: it holds pictures"
                                .formatted(table.source(), column.name()));
            case TableColumn.Dates dates ->
                throw WitanException.invalidInput("%s, column '%s': a regression's target must be numbers: '%s'"
                        .formatted(table.source(), column.name(), dates.label(0)));
            case TableColumn.Texts texts ->
                throw WitanException.invalidInput("%s, column '%s': a regression's target must be numbers: %s"
                        .formatted(table.source(), column.name(), firstText(texts)));
        };
    }

    private static String firstText(TableColumn.Texts texts) {
        for (int row = 0; row < texts.rows(); row++) {
            if (Double.isNaN(NumberText.parse(texts.label(row)))) {
                return "'%s' in row %d".formatted(Excerpt.of(texts.label(row)), row + 1);
            }
        }
        return "'" + Excerpt.of(texts.label(0)) + "'";
    }

    private static Target binary(Table table, TableColumn column, Map<String, Integer> labels) {
        if (labels.size() != 2) {
            throw WitanException.invalidInput(
                    "%s, column '%s': a binary target must have two labels: it has %d; leave the task out to have it found"
                            .formatted(table.source(), column.name(), labels.size()));
        }
        List<String> classes = PositiveClass.last(inOrder(column, labels));
        return new Target(column.name(), TargetKind.BINARY, classes, indexes(table, column, classes));
    }

    private static Target multiClass(Table table, TableColumn column, Map<String, Integer> labels) {
        if (labels.size() > CLASSES_MAX) {
            throw tooManyClasses(
                    table, column, labels.size(), labels.keySet().iterator().next());
        }
        List<String> classes = inOrder(column, labels);
        return new Target(column.name(), TargetKind.MULTI_CLASS, classes, indexes(table, column, classes));
    }

    private static WitanException tooManyClasses(Table table, TableColumn column, int labels, String one) {
        return WitanException.invalidInput(
                "%s, column '%s': a target must have at most %d classes, or be numbers throughout: it has %d labels%s, such as '%s'%s"
                        .formatted(
                                table.source(),
                                column.name(),
                                CLASSES_MAX,
                                labels,
                                labels >= LABELS_MAX ? " or more" : "",
                                Excerpt.of(one),
                                noNumber(column)));
    }

    /// Names the text that keeps a column from being numbers, if most of it is.
    private static String noNumber(TableColumn column) {
        if (!(column instanceof TableColumn.Texts texts)) {
            return "";
        }
        int looked = Math.min(texts.rows(), LABELS_MAX);
        int numbers = 0;
        for (int row = 0; row < looked; row++) {
            numbers += Double.isNaN(NumberText.parse(texts.label(row))) ? 0 : 1;
        }
        return 2 * numbers > looked
                ? "; %s is no number: if it should be, --type %s=number tells the line"
                        .formatted(firstText(texts), column.name())
                : "";
    }

    /// Numbers by size, texts by their characters.
    private static List<String> inOrder(TableColumn column, Map<String, Integer> labels) {
        List<String> classes = new ArrayList<>(labels.keySet());
        classes.sort(
                column instanceof TableColumn.Numbers
                        ? Comparator.comparingDouble(NumberText::parse)
                        : Comparator.naturalOrder());
        return classes;
    }

    private static NumberValues indexes(Table table, TableColumn column, List<String> classes) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (String label : classes) {
            places.put(label, places.size());
        }
        return switch (column) {
            case TableColumn.Texts texts
            when texts.values() instanceof CodedTexts coded ->
                StoredClasses.of(coded, label -> place(table, column, places, label, -1));
            case TableColumn.Numbers numbers
            when numbers.values().isStored() ->
                StoredClasses.of(numbers.values(), value -> place(table, column, places, NumberText.of(value), -1));
            case TableColumn _ -> {
                double[] values = new double[column.rows()];
                for (int row = 0; row < values.length; row++) {
                    values[row] =
                            column.isMissing(row) ? Double.NaN : place(table, column, places, column.label(row), row);
                }
                yield NumberValues.of(values);
            }
        };
    }

    /// @param row of the label; negative where it is in several
    private static int place(Table table, TableColumn column, Map<String, Integer> places, String label, int row) {
        Integer place = places.get(label);
        place = place == null ? places.get(NumberText.respell(label)) : place;
        if (place == null) {
            throw WitanException.invalidInput("%s, column '%s': a label must be one of %s: %s '%s'"
                    .formatted(
                            table.source(),
                            column.name(),
                            places.keySet(),
                            row < 0 ? "there is" : "row %d is".formatted(row + 1),
                            Excerpt.of(label)));
        }
        return place;
    }
}
