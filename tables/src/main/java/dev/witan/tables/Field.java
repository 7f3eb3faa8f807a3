// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.Objects;

/// A column of a table: its name, and what its values are.
public record Field(String name, Type type) {
    public Field {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    /// What the values of a column are.
    public enum Type {
        TEXT,
        /// A 64-bit floating-point number.
        REAL,
        /// A 32-bit floating-point number.
        SINGLE,
        /// A 64-bit whole number.
        WHOLE,
        TRUTH,
        BINARY,
        /// A list of 32-bit floating-point numbers.
        VECTOR
    }
}
