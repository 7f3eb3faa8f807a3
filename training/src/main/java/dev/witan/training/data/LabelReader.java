// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads labels of which any number may hold: from a column each, of 0 and 1 or words for them, or from one column of
/// texts with a separator between them, where a missing text means that none holds.
final class LabelReader {
    private static final List<String> SEPARATORS = List.of("|", ";", Target.COMMA);

    private LabelReader() {}

    static Target ofColumns(Table table, String name, List<String> columns) {
        return Target.labels(name, columns, separatorBeside(columns), held(table, columns));
    }

    /// One that no label contains.
    private static String separatorBeside(List<String> labels) {
        return List.of(Target.COMMA, ";", "|", " / ", "\n").stream()
                .filter(separator -> labels.stream().noneMatch(label -> label.contains(separator)))
                .findFirst()
                .orElseThrow();
    }

    private static double[] held(Table table, List<String> columns) {
        double[] held = new double[table.rows() * columns.size()];
        for (int label = 0; label < columns.size(); label++) {
            TableColumn column = table.require(columns.get(label));
            TargetReader.requireLabels(table, column);
            for (int row = 0; row < table.rows(); row++) {
                held[row * columns.size() + label] = isHeld(table, column, row) ? 1 : 0;
            }
        }
        return held;
    }

    private static boolean isHeld(Table table, TableColumn column, int row) {
        String text = column.label(row);
        if (text.equals("1") || PositiveClass.affirms(text)) {
            return true;
        }
        if (text.equals("0") || PositiveClass.denies(text)) {
            return false;
        }
        throw WitanException.invalidInput(
                "%s, column '%s': a label of several must be 0 or 1, no or yes, false or true: row %d is '%s'"
                        .formatted(table.source(), column.name(), row + 1, Excerpt.of(text)));
    }

    static Target ofTexts(Table table, TableColumn column) {
        String separator = SEPARATORS.stream()
                .filter(each -> contains(column, each))
                .findFirst()
                .orElse(Target.COMMA);
        TreeSet<String> labels = new TreeSet<>();
        for (int row = 0; row < column.rows(); row++) {
            labels.addAll(split(column.label(row), separator));
        }
        if (labels.isEmpty() || labels.size() > TargetReader.CLASSES_MAX) {
            throw WitanException.invalidInput(
                    "%s, column '%s': a target must have between 1 and %d labels, with '|', ';' or ',' between them: it has %d"
                            .formatted(table.source(), column.name(), TargetReader.CLASSES_MAX, labels.size()));
        }
        return known(table, column, List.copyOf(labels), separator);
    }

    private static boolean contains(TableColumn column, String separator) {
        for (int row = 0; row < column.rows(); row++) {
            if (column.label(row).contains(separator)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> split(String text, String separator) {
        List<String> labels = new ArrayList<>();
        for (String label : text.split(Pattern.quote(separator), -1)) {
            if (!label.isBlank()) {
                labels.add(label.strip());
            }
        }
        return labels;
    }

    /// From the column of that name if there is one, or a column per label.
    static Target known(Table table, String name, List<String> labels, String separator) {
        return table.column(name).isPresent() && !labels.equals(List.of(name))
                ? known(table, table.require(name), labels, separator)
                : Target.labels(name, labels, separator, held(table, labels));
    }

    private static Target known(Table table, TableColumn column, List<String> labels, String separator) {
        double[] held = new double[column.rows() * labels.size()];
        for (int row = 0; row < column.rows(); row++) {
            for (String label : split(column.label(row), separator)) {
                int at = labels.indexOf(label);
                if (at < 0) {
                    throw WitanException.invalidInput("%s, column '%s': a label must be one of %s: row %d has '%s'"
                            .formatted(table.source(), column.name(), labels, row + 1, Excerpt.of(label)));
                }
                held[row * labels.size() + at] = 1;
            }
        }
        return Target.labels(column.name(), labels, separator, held);
    }
}
