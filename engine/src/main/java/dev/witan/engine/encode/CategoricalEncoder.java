// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import dev.witan.engine.request.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A category as a row of a learned table: row 0 stands for a missing value, row 1 for one never seen in training, and
/// row `2 + i` for the vocabulary's entry `i`.
///
/// The table is shared, not copied: the trainer changes it in place and sees what the server will see. Once a release
/// is loaded nobody writes to it.
public final class CategoricalEncoder implements ColumnEncoder {
    public static final int MISSING = 0;
    public static final int UNSEEN = 1;
    public static final int RESERVED = 2;

    private final ColumnSpec spec;
    private final List<String> vocabulary;
    private final Map<String, Integer> indexes;
    private final float[] table;

    /// An encoder over a shared table.
    ///
    /// @param table `(RESERVED + vocabulary.size()) * dimensions` values, row after row
    public CategoricalEncoder(String name, List<String> vocabulary, int dimensions, float[] table) {
        this.spec = new ColumnSpec(name, ColumnSpec.Kind.CATEGORICAL, dimensions);
        this.vocabulary = List.copyOf(vocabulary);
        this.indexes = LinkedHashMap.newLinkedHashMap(vocabulary.size());
        this.table = Objects.requireNonNull(table);
        if (dimensions < 1 || table.length != (RESERVED + vocabulary.size()) * dimensions) {
            throw new IllegalArgumentException("column '%s': table must hold (2 + %d) x %d values: %d"
                    .formatted(name, vocabulary.size(), dimensions, table.length));
        }
        for (String value : this.vocabulary) {
            if (indexes.putIfAbsent(value, RESERVED + indexes.size()) != null) {
                throw new IllegalArgumentException("column '%s': vocabulary holds '%s' twice".formatted(name, value));
            }
        }
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    public List<String> vocabulary() {
        return vocabulary;
    }

    /// The shared table; see the class.
    public float[] table() {
        return table;
    }

    /// The row of the table that stands for a value; `null` is a missing one.
    public int index(@Nullable String value) {
        return value == null ? MISSING : indexes.getOrDefault(value, UNSEEN);
    }

    @Override
    public void encode(@Nullable Column column, int row, float[] rows, int at) {
        String value = switch (column) {
            case null -> null;
            case Column.Texts texts -> texts.value(row);
            case Column.Numbers numbers -> NumberSpelling.of(numbers.value(row));
            case Column.Bytes _, Column.Vectors _ -> throw WrongColumn.refuse(column, "texts");
        };
        encode(index(value), rows, at);
    }

    /// Writes the table's row `index`.
    public void encode(int index, float[] rows, int at) {
        System.arraycopy(table, index * spec.width(), rows, at, spec.width());
    }
}
