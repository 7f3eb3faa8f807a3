// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.Excerpt;
import dev.witan.tables.BadRow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at the values of one column, in memory that does not grow with them, and decides what the column is. Owned by
/// one thread.
final class ColumnScan {
    private final String name;
    private final ColumnRule rule;
    private final DistinctSketch distinct = new DistinctSketch();
    private boolean isNumeric = true;
    private boolean isDate = true;
    private boolean countsRows = true;
    private boolean isConstant = true;
    private double lastNumber = Double.NaN;
    private String first = "";
    private long rows;
    private long present;
    private long numeric;
    private long words;
    private @Nullable BadRow firstOther;

    ColumnScan(String name, ColumnRule rule) {
        this.name = name;
        this.rule = rule;
    }

    void add(ColumnValues values, int row, TableWalk.Lines lines) {
        rows++;
        if (values.isMissing(row)) {
            countsRows = false;
            return;
        }
        present++;
        boolean looksNumeric = rule.kind() == ColumnKind.NUMBER || values.looksNumeric(row);
        if (looksNumeric) {
            numeric++;
            addNumber(values.number(row));
        } else {
            addText(values, row, lines);
        }
    }

    private void addNumber(double value) {
        countsRows &= rows == 1 || value == lastNumber + 1;
        isConstant &= present == 1 || value == lastNumber;
        lastNumber = value;
        isDate = false;
        words++;
        distinct.add(value);
        if (present == 1) {
            first = dev.witan.tables.NumberText.of(value);
        }
    }

    private void addText(ColumnValues values, int row, TableWalk.Lines lines) {
        String text = String.valueOf(values.text(row));
        if (isNumeric) {
            firstOther = lines.at(row, name, "'" + Excerpt.of(text) + "'");
        }
        isNumeric = false;
        countsRows = false;
        isDate = isDate && (rule.kind() == ColumnKind.DATE || !Double.isNaN(values.seconds(row)));
        first = present == 1 ? text : first;
        isConstant &= text.equals(first);
        words += FreeText.words(text);
        distinct.add(text);
    }

    /// What the column is; never [ColumnKind#INFERRED].
    ColumnKind kind() {
        if (rule.kind() != ColumnKind.INFERRED) {
            return rule.kind();
        }
        if (present > 0 && (isNumeric || isDate)) {
            return isNumeric ? ColumnKind.NUMBER : ColumnKind.DATE;
        }
        return FreeText.looksLikeIt(present, distinct.estimate(), words) ? ColumnKind.TEXT : ColumnKind.CATEGORY;
    }

    ColumnFacts facts() {
        long different = present == 0 ? 0 : isConstant ? 1 : Math.max(2, distinct.estimate());
        return new ColumnFacts(present, different, first, countsRows && kind() == ColumnKind.NUMBER);
    }

    Optional<String> notice(String file) {
        return TableColumnBuilder.notice(file, name, rule, numeric, present, firstOther);
    }
}
