// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.Objects;

/// A row that cannot be read or answered.
///
/// @param row its number in the table, from 0
/// @param line where it starts, from 1; 0 for a format without lines
/// @param column the column that is to blame; empty if it is the whole row
/// @param reason the rule that it breaks, and the value
public record BadRow(long row, long line, String column, String reason) {
    public BadRow {
        Objects.requireNonNull(column);
        Objects.requireNonNull(reason);
    }

    /// Rows are counted from 1, as lines are: `ads.csv line 7, column 'age': must be …`.
    public String in(String file) {
        String place = line > 0 ? "line " + line : "row " + (row + 1);
        return "%s %s%s: %s".formatted(file, place, column.isEmpty() ? "" : ", column '" + column + "'", reason);
    }
}
