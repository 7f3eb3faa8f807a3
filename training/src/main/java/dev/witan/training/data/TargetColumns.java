// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.WitanException;
import java.util.Arrays;
import java.util.List;

/// The columns that a target names: one, or several with commas between them.
public final class TargetColumns {
    private TargetColumns() {}

    /// A column that is called so in one piece comes first.
    public static List<String> of(Table table, String name) {
        if (table.column(name).isPresent() || name.indexOf(',') < 0) {
            return List.of(name);
        }
        List<String> columns = split(name);
        columns.forEach(table::require);
        if (columns.stream().distinct().count() < columns.size()) {
            throw WitanException.invalidInput(
                    "%s: a target must name each column once: '%s'".formatted(table.source(), name));
        }
        return columns;
    }

    /// The names between the commas.
    public static List<String> split(String name) {
        return Arrays.stream(name.split(",")).map(String::strip).toList();
    }
}
