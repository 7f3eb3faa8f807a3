// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;

/// The shape of an input, which is `[rows]` or `[rows, 1]`, taken extent by extent.
final class TensorShape {
    private long rows;
    private int rank;

    void add(long extent, String input) {
        rank++;
        if (extent < 0 || extent > Integer.MAX_VALUE) {
            throw WitanException.invalidInput("an extent of shape must be a whole number between 0 and %d: %d"
                    .formatted(Integer.MAX_VALUE, extent));
        }
        if (rank == 1) {
            rows = extent;
        } else if (rank > 2 || extent != 1) {
            throw WitanException.invalidInput(
                    "input '%s': a column's shape must be [rows] or [rows, 1]: extent %d is %d"
                            .formatted(Excerpt.of(input), rank, extent));
        }
    }

    int rank() {
        return rank;
    }

    long rows() {
        return rows;
    }

    void requireRows(int found, String input) {
        if (found != rows) {
            throw WitanException.invalidInput(
                    "input '%s': shape announces %d rows, the data has %d".formatted(Excerpt.of(input), rows, found));
        }
    }
}
