// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What the values of a column are to be read as.
public enum ColumnKind {
    /// What they look like.
    INFERRED,
    NUMBER,
    CATEGORY,
    TEXT,
    DATE,
    IMAGE,
    /// Nothing: the column is left out.
    IGNORE;

    /// The kind that a person calls by this word.
    ///
    /// @param where it was said, for messages
    public static ColumnKind of(String word, String where) {
        for (ColumnKind kind : values()) {
            if (kind != INFERRED && kind.word().equals(word.strip().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        List<String> words = Arrays.stream(values())
                .filter(kind -> kind != INFERRED)
                .map(ColumnKind::word)
                .toList();
        throw WitanException.invalidInput("%s: a column's type must be one of %s: '%s'%s"
                .formatted(where, String.join(", ", words), Excerpt.of(word), Suggestion.hint(word, words)));
    }

    /// As which a mixture's column of a kind is read from a table.
    static ColumnKind of(ColumnSpec.Kind kind) {
        return switch (kind) {
            case NUMERIC -> NUMBER;
            case DATE -> DATE;
            case CATEGORICAL, IMAGE, VECTOR, TOKENS -> CATEGORY;
            case TEXT -> TEXT;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
