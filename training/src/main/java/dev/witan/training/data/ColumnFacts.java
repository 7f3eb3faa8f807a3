// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.HashSet;
import java.util.Set;

/// What a column looks like as a whole.
///
/// @param present rows that have a value
/// @param distinct how many different ones; an estimate where there are very many
/// @param first the first value; empty if there is none
/// @param countsRows whether each number is the one before plus one
public record ColumnFacts(long present, long distinct, String first, boolean countsRows) {
    static ColumnFacts of(TableColumn column) {
        Set<String> distinct = new HashSet<>();
        String first = "";
        long present = 0;
        for (int row = 0; row < column.rows(); row++) {
            if (!column.isMissing(row)) {
                String label = column.label(row);
                first = present == 0 ? label : first;
                present++;
                distinct.add(label);
            }
        }
        return new ColumnFacts(present, distinct.size(), first, countsRows(column));
    }

    private static boolean countsRows(TableColumn column) {
        if (!(column instanceof TableColumn.Numbers numbers)) {
            return false;
        }
        for (int row = 1; row < numbers.rows(); row++) {
            if (numbers.value(row) != numbers.value(row - 1) + 1) {
                return false;
            }
        }
        return true;
    }
}
