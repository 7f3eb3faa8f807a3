// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import java.util.Objects;

/// One input column as its encoder understands it.
///
/// @param name the column's name, as trained
/// @param kind how its values are read
/// @param width how many of the row's dimensions it fills
public record ColumnSpec(String name, Kind kind, int width) {
    public ColumnSpec {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
    }

    public enum Kind {
        NUMERIC,
        CATEGORICAL,
        TEXT
    }
}
