// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// The search in a plain loop.
final class ScalarSearch implements RowSearch {
    @Override
    public int firstAbove(FloatMatrix scores, int row, int column, int columns, float value) {
        for (int i = column; i < columns; i++) {
            if (!(scores.get(row, i) <= value)) {
                return i & -BLOCK;
            }
        }
        return columns;
    }
}
