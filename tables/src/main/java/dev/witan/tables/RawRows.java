// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

/// A chunk of a table that was read but not yet taken apart. Immutable.
public interface RawRows {
    /// How many rows were read, bad ones among them.
    int rows();

    /// The rows, column by column, and those that are bad.
    Frame decode();
}
