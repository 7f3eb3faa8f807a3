// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import java.util.List;
import java.util.Objects;

/// One output that a mixture gives.
///
/// @param width values per row; 1 is a plain column, unless the type says that it is a vector of one
public record OutputSpec(String name, Type type, int width) {
    public OutputSpec {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    /// The extents of one row's values, which follow that of the rows in a tensor's shape.
    public List<Integer> extents() {
        return width > 1 || type == Type.VECTOR ? List.of(width) : List.of();
    }

    /// What the values are.
    public enum Type {
        TEXT,
        FLOAT,
        /// Numbers too, whose count stands in the shape even if it is one.
        VECTOR
    }
}
