// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// What softmax needs to know of a whole row, in ascending column order on every implementation.
final class Rows {
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

    static float sum(FloatMatrix matrix, int row) {
        float sum = 0f;
        for (int column = 0; column < matrix.columns(); column++) {
            sum += matrix.get(row, column);
        }
        return sum;
    }
}
