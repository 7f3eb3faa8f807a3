// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

/// Draws rows by their number alone, so that parts of a table give the same rows as the whole.
final class Lot {
    private Lot() {}

    /// Whether a row is among every second, fourth, eighth: a draw with more halvings holds no row that one with fewer
    /// lacks.
    static boolean isDrawn(long number, int halvings) {
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return (mixed >>> 8 & (1L << halvings) - 1) == 0;
    }

    /// How often the rows must be halved until about so many are left.
    static int halvings(long rows, int rowsMax) {
        int halvings = 0;
        while (rows >> halvings > rowsMax) {
            halvings++;
        }
        return halvings;
    }
}
