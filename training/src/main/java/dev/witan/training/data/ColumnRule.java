// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.encode.DateForm;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// How one column is to be read.
///
/// @param kind what its values are
/// @param form how its dates are spelled
/// @param missing spellings of no value, beside those of every table
/// @param picture size and colour of its pictures, as `--image` takes them behind the name; empty otherwise
public record ColumnRule(ColumnKind kind, DateForm form, Set<String> missing, String picture) {
    /// As it looks.
    public static final ColumnRule INFERRED = of(ColumnKind.INFERRED);

    public ColumnRule {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(form);
        missing = Set.copyOf(missing);
        Objects.requireNonNull(picture);
    }

    public static ColumnRule of(ColumnKind kind) {
        return new ColumnRule(kind, DateForm.ISO, Set.of(), "");
    }

    /// The same with another kind.
    public ColumnRule with(ColumnKind other) {
        return new ColumnRule(other, form, missing, picture);
    }

    @Override
    public String toString() {
        return "%s %s %s %s".formatted(kind.word(), form.pattern(), new TreeSet<>(missing), picture);
    }
}
