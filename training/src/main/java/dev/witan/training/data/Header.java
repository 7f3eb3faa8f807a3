// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The first line of a table: the names of its columns, not empty and all different.
record Header(String file, char separator, List<String> names) {
    static Header of(String file, char separator, CsvRecord record, TableLimits limits) {
        List<String> names = record.getFields().stream().map(String::strip).toList();
        if (names.size() > limits.columnsMax()) {
            throw WitanException.invalidInput("%s line 1: a table must have at most %d columns (columnsMax): %d"
                    .formatted(file, limits.columnsMax(), names.size()));
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            requireName(file, names.get(i), i + 1, limits.nameLengthMax());
            Integer before = places.put(names.get(i), i + 1);
            if (before != null) {
                throw WitanException.invalidInput("%s line 1: column names must differ: '%s' is column %d and column %d"
                        .formatted(file, Excerpt.of(names.get(i)), before, i + 1));
            }
        }
        return new Header(file, separator, names);
    }

    private static void requireName(String file, String name, int place, int lengthMax) {
        if (name.isEmpty()) {
            throw WitanException.invalidInput(
                    "%s line 1: every column needs a name: column %d has none".formatted(file, place));
        }
        if (name.length() > lengthMax) {
            throw WitanException.invalidInput(
                    "%s line 1: a column's name must have at most %d characters (nameLengthMax): column %d has %d"
                            .formatted(file, lengthMax, place, name.length()));
        }
    }

    /// Refuses a row with more or fewer values than there are columns.
    void requireWidth(CsvRecord row) {
        if (row.getFieldCount() != names.size()) {
            int last = Math.min(row.getFieldCount(), names.size()) - 1;
            throw WitanException.invalidInput(
                    "%s line %d: a row must have %d values, one per column, separated by '%s': it has %d, the last of them '%s'"
                            .formatted(
                                    file,
                                    row.getStartingLineNumber(),
                                    names.size(),
                                    separator == '\t' ? "tab" : String.valueOf(separator),
                                    row.getFieldCount(),
                                    Excerpt.of(row.getField(Math.max(last, row.getFieldCount() - 1)))));
        }
    }

    /// Where a value stands, for messages.
    String at(long line, int column) {
        return "%s line %d, column '%s'".formatted(file, line, Excerpt.of(names.get(column)));
    }
}
