// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.MemorySegment;

/// The rules on sizes that every implementation checks in the same way before it computes.
final class Shapes {
    /// So that a column rounded up to the padding is still an int.
    private static final int COLUMNS_MAX = Integer.MAX_VALUE - 2 * FloatMatrix.LANES;

    private Shapes() {}

    static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }

    static void columns(int columns) {
        positive("columns", columns);
        if (columns > COLUMNS_MAX) {
            throw new IllegalArgumentException("columns must be at most " + COLUMNS_MAX + ": " + columns);
        }
    }

    static void equal(String name, int value, int expected) {
        if (value != expected) {
            throw new IllegalArgumentException(name + " must be " + expected + ": " + value);
        }
    }

    static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
        }
    }

    /// The memory must not have been released; kernels would not notice.
    static void alive(MemorySegment segment) {
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("the arena of a matrix must not be closed: " + segment);
        }
    }

    /// Rows `from` to `from + count` must lie in the matrix; `count` may be zero.
    static void range(String name, FloatMatrix matrix, int from, int count) {
        alive(matrix.segment());
        if (from < 0 || count < 0 || from > matrix.rows() - count) {
            throw new IllegalArgumentException(
                    "%s must be within 0 and %d: %d rows from %d".formatted(name, matrix.rows(), count, from));
        }
    }

    static void linear(FloatMatrix in, int inRow, int rows, Linear layer, FloatMatrix out, int outRow) {
        alive(layer.weights().segment());
        alive(layer.bias().segment());
        atLeast("in columns", in.columns(), layer.weights().innerUsed());
        atLeast("out columns", out.columns(), layer.weights().columns());
        range("in rows", in, inRow, rows);
        range("out rows", out, outRow, rows);
        if (in == out && Math.abs((long) inRow - outRow) < rows) {
            throw new IllegalArgumentException(
                    "in and out must not overlap: %d rows from %d and from %d".formatted(rows, inRow, outRow));
        }
    }

    static void activate(FloatMatrix in, int inRow, int rows, FloatMatrix out, int outRow) {
        equal("out columns", out.columns(), in.columns());
        range("in rows", in, inRow, rows);
        range("out rows", out, outRow, rows);
        if (in == out && inRow != outRow && Math.abs((long) inRow - outRow) < rows) {
            throw new IllegalArgumentException("in and out must be the same rows or apart: %d rows from %d and from %d"
                    .formatted(rows, inRow, outRow));
        }
    }

    static void activationGradient(FloatMatrix preActivation, FloatMatrix gradient, int fromRow, int rows) {
        equal("gradient columns", gradient.columns(), preActivation.columns());
        range("pre-activation rows", preActivation, fromRow, rows);
        range("gradient rows", gradient, fromRow, rows);
    }

    static void gate(FloatMatrix matrix, int fromRow, int rows, int width) {
        positive("width", width);
        atLeast("columns", matrix.columns(), FloatMatrix.padded(width) + width);
        range("rows", matrix, fromRow, rows);
    }

    static void normalise(Normalisation normalisation, FloatMatrix matrix, int fromRow, int rows) {
        alive(normalisation.gain().segment());
        alive(normalisation.bias().segment());
        atLeast("columns", matrix.columns(), normalisation.width());
        range("rows", matrix, fromRow, rows);
    }

    static void addScaled(FloatMatrix in, int inRow, FloatMatrix out, int outRow) {
        equal("out columns", out.columns(), in.columns());
        range("in rows", in, inRow, 1);
        range("out rows", out, outRow, 1);
    }

    static void weightedSum(FloatMatrix in, int[] rows, float[] weights, int count, FloatMatrix out, int outRow) {
        equal("out columns", out.columns(), in.columns());
        range("out rows", out, outRow, 1);
        if (in == out) {
            throw new IllegalArgumentException("in and out must be different matrices");
        }
        if (count < 0 || count > Math.min(rows.length, weights.length)) {
            throw new IllegalArgumentException(
                    "count must be within 0 and %d: %d".formatted(Math.min(rows.length, weights.length), count));
        }
        for (int i = 0; i < count; i++) {
            range("in rows", in, rows[i], 1);
        }
    }

    static void topK(FloatMatrix scores, int row, int columns, int k, int[] out, int outFrom) {
        range("scores rows", scores, row, 1);
        atLeast("scores columns", scores.columns(), columns);
        if (k < 1 || k > columns) {
            throw new IllegalArgumentException("k must be within 1 and " + columns + ": " + k);
        }
        if (outFrom < 0 || outFrom > out.length - k) {
            throw new IllegalArgumentException(
                    "out must hold %d indices from %d: %d".formatted(k, outFrom, out.length));
        }
    }
}
