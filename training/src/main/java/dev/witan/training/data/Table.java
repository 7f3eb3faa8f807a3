// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A table, column by column; immutable.
///
/// @param source where it came from, for messages
/// @param columns of equal length and different names, at least one
/// @param origin what is known of it beside its content
public record Table(String source, List<TableColumn> columns, TableOrigin origin) {
    /// A table in memory.
    public Table(String source, List<TableColumn> columns) {
        this(source, columns, TableOrigin.inMemory(List.of()));
    }

    public Table {
        Objects.requireNonNull(origin);
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw WitanException.invalidInput(source + ": a table needs at least one column: it has none");
        }
        for (TableColumn column : columns) {
            if (column.rows() != columns.getFirst().rows()) {
                throw WitanException.invalidInput("%s: every column must have %d rows: '%s' has %d"
                        .formatted(source, columns.getFirst().rows(), column.name(), column.rows()));
            }
        }
        requireDifferentNames(source, columns);
    }

    private static void requireDifferentNames(String source, List<TableColumn> columns) {
        if (columns.stream().map(TableColumn::name).distinct().count() != columns.size()) {
            throw WitanException.invalidInput(source + ": column names must differ: "
                    + columns.stream().map(TableColumn::name).toList());
        }
    }

    public int rows() {
        return columns.getFirst().rows();
    }

    public List<String> names() {
        return columns.stream().map(TableColumn::name).toList();
    }

    public Optional<TableColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /// The column of that name, or a refusal that suggests the nearest.
    public TableColumn require(String name) {
        return requireColumn(name, "the target");
    }

    /// The column of that name, or a refusal that suggests the nearest.
    ///
    /// @param what it is to be, for the message
    public TableColumn requireColumn(String name, String what) {
        return column(name).orElseThrow(() -> TableNames.missing(source, what, name, names()));
    }

    /// Whether its values are kept in files, because there are very many.
    public boolean isStored() {
        return origin.isStored();
    }

    /// Rows `from..from+count` as a request; columns of `wanted` that the table lacks are left out, and so is
    /// whatever the table has beyond them.
    public InferenceRequest request(List<String> wanted, int from, int count) {
        List<Column> parts = new ArrayList<>();
        for (String name : wanted) {
            column(name).ifPresent(column -> parts.add(column.slice(from, count)));
        }
        return new InferenceRequest(parts);
    }

    /// SHA-256 of the content, in hexadecimal: see [TableDigest].
    public String digest() {
        return origin.digest().isEmpty() ? TableDigest.of(this) : origin.digest();
    }
}
