// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import java.util.List;
import java.util.Objects;

/// One input column as its encoder understands it.
///
/// @param name the column's name, as trained
/// @param kind how its values are read
/// @param width how many of the row's dimensions it fills
public record ColumnSpec(String name, Kind kind, int width) {
    /// An extent of a shape that a request chooses.
    public static final int ANY = -1;

    public ColumnSpec {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
    }

    /// The extents of one row's values, which follow that of the rows in a tensor's shape; [#ANY] where requests
    /// differ.
    public List<Integer> extents() {
        return switch (kind) {
            case NUMERIC, DATE, CATEGORICAL, TEXT, IMAGE -> List.of();
            case VECTOR -> List.of(width);
            case TOKENS -> List.of(ANY, width);
        };
    }

    /// How the values of a column are read.
    public enum Kind {
        NUMERIC,
        /// A date, or a date and a time, spelled as a text.
        DATE,
        CATEGORICAL,
        TEXT,
        /// An encoded picture, such as the bytes of a PNG file.
        IMAGE,
        /// One vector of `width` numbers per row.
        VECTOR,
        /// Several vectors of `width` numbers per row, each of which is routed by itself.
        TOKENS
    }
}
