// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.kernels.FloatMatrix;

/// What combiners do to a row of a matrix.
final class Rows {
    private Rows() {}

    static void clear(FloatMatrix matrix, int row) {
        for (int column = 0; column < matrix.columns(); column++) {
            matrix.set(row, column, 0f);
        }
    }

    static boolean isFinite(FloatMatrix matrix, int row) {
        for (int column = 0; column < matrix.columns(); column++) {
            if (!Float.isFinite(matrix.get(row, column))) {
                return false;
            }
        }
        return true;
    }
}
