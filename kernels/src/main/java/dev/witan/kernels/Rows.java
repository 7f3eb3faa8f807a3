// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What kernels need to know of a whole row, in plain loops and so with the same bits on every implementation.
final class Rows {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private Rows() {}

    /// The greatest value, NaNs passed over.
    static float greatest(FloatMatrix matrix, int row) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int column = 0; column < matrix.columns(); column++) {
            float value = matrix.get(row, column);
            greatest = value > greatest ? value : greatest;
        }
        return greatest;
    }

    /// In ascending column order.
    static float sum(FloatMatrix matrix, int row) {
        float sum = 0f;
        for (int column = 0; column < matrix.columns(); column++) {
            sum += matrix.get(row, column);
        }
        return sum;
    }

    /// The sum of the first `width` values, as eight sums of every eighth, so that additions need not wait for each
    /// other.
    static float stridedSum(FloatMatrix matrix, int row, int width) {
        MemorySegment values = matrix.segment();
        long at = matrix.offset(row);
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        int column = 0;
        for (; column <= width - 8; column += 8) {
            s0 += value(values, at, column);
            s1 += value(values, at, column + 1);
            s2 += value(values, at, column + 2);
            s3 += value(values, at, column + 3);
            s4 += value(values, at, column + 4);
            s5 += value(values, at, column + 5);
            s6 += value(values, at, column + 6);
            s7 += value(values, at, column + 7);
        }
        for (; column < width; column++) {
            s0 += value(values, at, column);
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    /// The sum of squares of the first `width` values, in the order of [#stridedSum].
    static float stridedSumOfSquares(FloatMatrix matrix, int row, int width) {
        MemorySegment values = matrix.segment();
        long at = matrix.offset(row);
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        int column = 0;
        for (; column <= width - 8; column += 8) {
            s0 = addSquare(value(values, at, column), s0);
            s1 = addSquare(value(values, at, column + 1), s1);
            s2 = addSquare(value(values, at, column + 2), s2);
            s3 = addSquare(value(values, at, column + 3), s3);
            s4 = addSquare(value(values, at, column + 4), s4);
            s5 = addSquare(value(values, at, column + 5), s5);
            s6 = addSquare(value(values, at, column + 6), s6);
            s7 = addSquare(value(values, at, column + 7), s7);
        }
        for (; column < width; column++) {
            s0 = addSquare(value(values, at, column), s0);
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    private static float value(MemorySegment values, long at, int column) {
        return values.get(FLOAT, at + (long) column * Float.BYTES);
    }

    private static float addSquare(float x, float sum) {
        return Math.fma(x, x, sum);
    }
}
