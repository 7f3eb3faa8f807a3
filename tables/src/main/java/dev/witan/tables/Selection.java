// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import dev.witan.engine.encode.ColumnSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which columns of a table are wanted, and which of them are numbers for those who read them.
///
/// @param names the columns that are wanted; empty for all
/// @param kinds how a mixture reads those that it reads
public record Selection(Optional<Set<String>> names, Map<String, ColumnSpec.Kind> kinds) {
    public Selection {
        names = names.map(Set::copyOf);
        kinds = Map.copyOf(kinds);
    }

    /// Whether a column is to be decoded at all.
    boolean wants(String column) {
        return names.isEmpty() || names.get().contains(column) || kinds.containsKey(column);
    }

    /// Whether a mixture reads the column as text, or what text can spell.
    boolean readsText(String column) {
        return switch (kinds.get(column)) {
            case NUMERIC, DATE, CATEGORICAL, TEXT -> true;
            case null -> false;
            case VECTOR, TOKENS, IMAGE -> false;
        };
    }

    /// What the values of a column are to be, in a format that does not say.
    Field.Type type(String column) {
        return switch (kinds.get(column)) {
            case null -> Field.Type.TEXT;
            case NUMERIC -> Field.Type.REAL;
            case VECTOR, TOKENS -> Field.Type.VECTOR;
            case DATE, CATEGORICAL, TEXT, IMAGE -> Field.Type.TEXT;
        };
    }
}
