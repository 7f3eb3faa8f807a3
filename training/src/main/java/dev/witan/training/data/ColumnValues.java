// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.tables.Cells;
import dev.witan.tables.MissingValue;
import dev.witan.tables.NumberText;
import dev.witan.tables.TableFormat;
import org.jspecify.annotations.Nullable;

/// The values of one column in a chunk of a table, as training reads them. In CSV, blanks around a value are dropped,
/// and an empty value, `?`, `NA` and the like are missing; in the other formats only null and an empty text are. Owned
/// by one thread.
final class ColumnValues {
    private final Cells cells;
    private final ColumnRule rule;
    private final boolean isCsv;
    private final @Nullable String[] texts;

    ColumnValues(Cells cells, ColumnRule rule, TableFormat format) {
        this.cells = cells;
        this.rule = rule;
        this.isCsv = format == TableFormat.CSV;
        this.texts = new String[cells instanceof Cells.Texts ? cells.rows() : 0];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = present(cells.text(row));
        }
    }

    private @Nullable String present(String cell) {
        String text = isCsv ? cell.strip() : cell;
        boolean isMissing = isCsv ? MissingValue.isSpelledBy(text) : text.isEmpty();
        return isMissing || (!rule.missing().isEmpty() && rule.missing().contains(text)) ? null : text;
    }

    boolean isMissing(int row) {
        return texts.length > 0 ? texts[row] == null : cells.isMissing(row);
    }

    /// The value in the spelling of tables, or `null` if there is none.
    @Nullable
    String text(int row) {
        if (texts.length > 0) {
            return texts[row];
        }
        return cells.isMissing(row)
                ? null
                : switch (cells) {
                    case Cells.Singles singles -> NumberText.of(singles.value(row));
                    case Cells.Reals _,
                            Cells.Wholes _,
                            Cells.Truths _,
                            Cells.Binary _,
                            Cells.Vectors _,
                            Cells.Texts _ -> cells.text(row);
                };
    }

    /// The number that the value is, or `NaN` if it is none.
    double number(int row) {
        if (isMissing(row)) {
            return Double.NaN;
        }
        return switch (cells) {
            case Cells.Texts _ -> NumberText.parse(String.valueOf(texts[row]).strip());
            case Cells.Reals reals -> finite(reals.value(row));
            case Cells.Singles singles -> finite(singles.value(row));
            case Cells.Wholes wholes -> (double) wholes.value(row);
            case Cells.Truths truths -> truths.value(row) ? 1 : 0;
            case Cells.Binary _, Cells.Vectors _ -> Double.NaN;
        };
    }

    private static double finite(double value) {
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    /// Whether the value looks like a number to somebody who was told nothing: a truth value does not, and neither does
    /// a text in a format that knows numbers from texts.
    boolean looksNumeric(int row) {
        return switch (cells) {
            case Cells.Texts own -> (isCsv || own.isBare(row)) && !Double.isNaN(number(row));
            case Cells.Reals _, Cells.Singles _, Cells.Wholes _ -> !Double.isNaN(number(row));
            case Cells.Truths _, Cells.Binary _, Cells.Vectors _ -> false;
        };
    }

    /// Seconds since the beginning of 1970, or `NaN` if the value is no date.
    double seconds(int row) {
        String text = text(row);
        return text == null ? Double.NaN : rule.form().seconds(text);
    }

    /// Characters of a text; 0 for anything else.
    int length(int row) {
        String text = texts.length > 0 ? texts[row] : null;
        return text == null ? 0 : text.length();
    }

    boolean hasZero(int row) {
        String text = texts.length > 0 ? texts[row] : null;
        return text != null && text.indexOf(0) >= 0;
    }

    ColumnRule rule() {
        return rule;
    }
}
