// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.Excerpt;
import dev.witan.tables.BadRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Collects the values of one column in memory and decides its type: numbers until a value is none, then dates until a
/// value is none, then texts.
final class TableColumnBuilder {
    /// What share of the values must look like numbers for the others to be told of.
    private static final double MOSTLY = 0.9;

    private final String name;
    private final ColumnRule rule;
    private final List<@Nullable String> texts = new ArrayList<>();
    private final Map<String, String> distinct = new HashMap<>();
    private double[] numbers = new double[1024];
    private boolean isNumeric;
    private boolean isDate;
    private int numeric;
    private int present;
    private @Nullable BadRow firstOther;

    TableColumnBuilder(String name, ColumnRule rule) {
        this.name = name;
        this.rule = rule;
        this.isNumeric = rule.kind() == ColumnKind.INFERRED || rule.kind() == ColumnKind.NUMBER;
        this.isDate = rule.kind() == ColumnKind.INFERRED || rule.kind() == ColumnKind.DATE;
    }

    void add(ColumnValues values, int row, TableWalk.Lines lines) {
        String text = values.text(row);
        if (text == null) {
            addNumber(Double.NaN);
            texts.add(null);
            return;
        }
        present++;
        boolean looksNumeric = rule.kind() == ColumnKind.NUMBER || values.looksNumeric(row);
        numeric += looksNumeric ? 1 : 0;
        addNumber(looksNumeric ? values.number(row) : Double.NaN);
        if (!looksNumeric && isNumeric) {
            firstOther = lines.at(row, name, "'" + Excerpt.of(text) + "'");
        }
        isNumeric &= looksNumeric;
        isDate = isDate && (rule.kind() == ColumnKind.DATE || (!looksNumeric && !Double.isNaN(values.seconds(row))));
        texts.add(distinct.computeIfAbsent(text, same -> same));
    }

    /// Lets all rows go but some.
    ///
    /// @param rows those that stay, in ascending order
    void keep(int[] rows) {
        for (int i = 0; i < rows.length; i++) {
            texts.set(i, texts.get(rows[i]));
            numbers[i] = numbers[rows[i]];
        }
        texts.subList(rows.length, texts.size()).clear();
    }

    private void addNumber(double value) {
        int at = texts.size();
        if (at == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * at);
        }
        numbers[at] = value;
    }

    /// The column; one without any value is of texts unless it is declared otherwise.
    TableColumn build() {
        return switch (rule.kind()) {
            case NUMBER -> numbers();
            case DATE -> dates();
            case CATEGORY, IMAGE, IGNORE -> texts(TableColumn.Texts.Form.CATEGORIES);
            case TEXT -> texts(TableColumn.Texts.Form.FREE_TEXT);
            case INFERRED ->
                present > 0 && isNumeric
                        ? numbers()
                        : present > 0 && isDate ? dates() : texts(TableColumn.Texts.Form.UNSAID);
        };
    }

    private TableColumn numbers() {
        return new TableColumn.Numbers(name, Arrays.copyOf(numbers, texts.size()));
    }

    private TableColumn dates() {
        double[] seconds = new double[texts.size()];
        for (int row = 0; row < seconds.length; row++) {
            String text = texts.get(row);
            seconds[row] = text == null ? Double.NaN : rule.form().seconds(text);
        }
        return new TableColumn.Dates(name, seconds, rule.form());
    }

    private TableColumn texts(TableColumn.Texts.Form form) {
        return new TableColumn.Texts(name, TextValues.of(texts.toArray(new @Nullable String[0])), form, null);
    }

    /// What a person should know who thinks that this is a column of numbers.
    Optional<String> notice(String file) {
        return notice(file, name, rule, numeric, present, firstOther);
    }

    static Optional<String> notice(
            String file, String name, ColumnRule rule, long numeric, long present, @Nullable BadRow firstOther) {
        if (rule.kind() != ColumnKind.INFERRED
                || firstOther == null
                || numeric < MOSTLY * present
                || numeric == present) {
            return Optional.empty();
        }
        return Optional.of(
                "column '%s' is read as categories: %d of %d values are no numbers, the first is %s; --type %s=number with --on-bad-row skip leaves such rows out"
                        .formatted(name, present - numeric, present, firstOther.in(file), name));
    }
}
