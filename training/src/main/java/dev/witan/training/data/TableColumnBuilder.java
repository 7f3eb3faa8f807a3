// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.tables.MissingValue;
import dev.witan.tables.NumberText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the values of one column and decides its type: numbers until a value is none.
final class TableColumnBuilder {
    private final String file;
    private final String name;
    private final ColumnSpec.@Nullable Kind declared;
    private final List<@Nullable String> texts = new ArrayList<>();
    private final Map<String, String> distinct = new HashMap<>();
    private double[] numbers = new double[1024];
    private boolean isNumeric;
    private boolean isEmpty = true;

    /// @param declared the kind that the column must have; `null` infers it
    TableColumnBuilder(String file, String name, ColumnSpec.@Nullable Kind declared) {
        this.file = file;
        this.name = name;
        this.declared = declared;
        this.isNumeric = declared == null || declared == ColumnSpec.Kind.NUMERIC;
    }

    void add(String value, long line) {
        if (MissingValue.isSpelledBy(value)) {
            addNumber(Double.NaN);
            texts.add(null);
            return;
        }
        isEmpty = false;
        double number = isNumeric ? NumberText.parse(value) : Double.NaN;
        if (isNumeric && Double.isNaN(number)) {
            requireNotDeclaredNumeric(value, line);
            isNumeric = false;
        }
        addNumber(number);
        texts.add(distinct.computeIfAbsent(value, same -> same));
    }

    private void requireNotDeclaredNumeric(String value, long line) {
        if (declared == ColumnSpec.Kind.NUMERIC) {
            throw WitanException.invalidInput("%s line %d, column '%s': the value must be a finite number: '%s'"
                    .formatted(file, line, Excerpt.of(name), Excerpt.of(value)));
        }
    }

    private void addNumber(double value) {
        int at = texts.size();
        if (at == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * at);
        }
        numbers[at] = value;
    }

    /// The column; one without any value is numeric only if it is declared so.
    TableColumn build() {
        boolean isNumbers = isNumeric && (!isEmpty || declared == ColumnSpec.Kind.NUMERIC);
        return isNumbers
                ? new TableColumn.Numbers(name, Arrays.copyOf(numbers, texts.size()))
                : new TableColumn.Texts(name, texts.toArray(new @Nullable String[0]));
    }
}
