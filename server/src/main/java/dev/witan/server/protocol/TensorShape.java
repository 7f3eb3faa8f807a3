// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;

/// The shape of an input, taken extent by extent: `[rows]` or `[rows, 1]`, or that of rows of vectors.
final class TensorShape {
    private static final int RANK_MAX = 3;

    private final long[] extents = new long[RANK_MAX];
    private int rank;

    void add(long extent) {
        if (extent < 0 || extent > Integer.MAX_VALUE) {
            throw WitanException.invalidInput("an extent of shape must be a whole number between 0 and %d: %d"
                    .formatted(Integer.MAX_VALUE, extent));
        }
        if (rank < RANK_MAX) {
            extents[rank] = extent;
        }
        rank++;
    }

    int rank() {
        return rank;
    }

    long rows() {
        return extents[0];
    }

    long extent(int axis) {
        return extents[axis];
    }

    /// Refuses a shape that the column cannot have.
    void requireThatOf(ColumnSpec column) {
        switch (column.kind()) {
            case NUMERIC, DATE, CATEGORICAL, TEXT, IMAGE -> requirePlain(column.name());
            case VECTOR -> requireVectors(column, "[rows, %d]");
            case TOKENS -> requireVectors(column, "[rows, tokens, %d]");
        }
    }

    private void requirePlain(String input) {
        for (int axis = 1; axis < rank; axis++) {
            if (axis > 1 || extents[axis] != 1) {
                throw WitanException.invalidInput(
                        "input '%s': a column's shape must be [rows] or [rows, 1]: extent %d is %d"
                                .formatted(Excerpt.of(input), axis + 1, axis < RANK_MAX ? extents[axis] : -1));
            }
        }
    }

    private void requireVectors(ColumnSpec column, String form) {
        int wanted = column.extents().size() + 1;
        boolean fits = rank == wanted && extents[rank - 1] == column.width();
        if (!fits || (rank == RANK_MAX && extents[1] < 1)) {
            throw WitanException.invalidInput("input '%s': shape must be %s: it is %s"
                    .formatted(Excerpt.of(column.name()), form.formatted(column.width()), this));
        }
    }

    void requireRows(int found, String input) {
        if (found != extents[0]) {
            throw WitanException.invalidInput("input '%s': shape announces %d rows, the data has %d"
                    .formatted(Excerpt.of(input), extents[0], found));
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int axis = 0; axis < Math.min(rank, RANK_MAX); axis++) {
            text.append(axis == 0 ? "" : ", ").append(extents[axis]);
        }
        return text.append(rank > RANK_MAX ? ", …]" : "]").toString();
    }
}
