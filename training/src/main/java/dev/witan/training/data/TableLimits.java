// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

/// The bound on everything that is read from a table file.
///
/// @param fileBytesMax size of the file
/// @param rowsMax rows below the header
/// @param columnsMax columns
/// @param nameLengthMax characters of a column's name
/// @param valueLengthMax characters of one value
public record TableLimits(long fileBytesMax, int rowsMax, int columnsMax, int nameLengthMax, int valueLengthMax) {
    public TableLimits {
        requireBetween("fileBytesMax", fileBytesMax, 1, Integer.MAX_VALUE - 64);
        requireBetween("rowsMax", rowsMax, 1, 100_000_000);
        requireBetween("columnsMax", columnsMax, 1, 100_000);
        requireBetween("nameLengthMax", nameLengthMax, 1, 256);
        requireBetween("valueLengthMax", valueLengthMax, 1, 1_000_000);
    }

    public static TableLimits defaults() {
        return new TableLimits(1L << 30, 5_000_000, 2_000, 256, 10_000);
    }

    private static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be between %d and %d: %d".formatted(name, least, most, value));
        }
    }
}
