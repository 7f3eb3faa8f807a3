// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.request;

import dev.witan.engine.error.WitanException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows that a caller wants answered, as named columns of equal length; immutable.
public final class InferenceRequest {
    private final Map<String, Column> columns;
    private final int rows;

    /// Refuses an empty request, a column that stands twice, and columns of unequal length.
    public InferenceRequest(List<Column> columns) {
        if (columns.isEmpty()) {
            throw WitanException.invalidInput("a request needs at least one column: it has none");
        }
        this.rows = columns.getFirst().rows();
        if (rows == 0) {
            throw WitanException.invalidInput("a request needs at least one row: it has none");
        }
        this.columns = LinkedHashMap.newLinkedHashMap(columns.size());
        columns.forEach(this::add);
    }

    private void add(Column column) {
        if (column.rows() != rows) {
            throw WitanException.invalidInput("every column must have the same number of rows: '%s' has %d, '%s' has %d"
                    .formatted(columns.keySet().iterator().next(), rows, column.name(), column.rows()));
        }
        if (columns.putIfAbsent(column.name(), column) != null) {
            throw WitanException.invalidInput("a column may stand only once: '" + column.name() + "'");
        }
    }

    public int rows() {
        return rows;
    }

    public Iterable<String> columnNames() {
        return columns.keySet();
    }

    public Optional<Column> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }
}
