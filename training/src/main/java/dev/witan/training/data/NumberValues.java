// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

/// The numbers of a column, one per row, wherever they are kept; `NaN` stands for a missing one. Immutable and
/// thread-safe.
public interface NumberValues {
    int rows();

    double value(int row);

    /// Whether they are kept outside the heap, because there may be very many.
    boolean isStored();

    /// Numbers in memory; the array must not be changed.
    static NumberValues of(double[] values) {
        return new NumberValues() {
            @Override
            public int rows() {
                return values.length;
            }

            @Override
            public double value(int row) {
                return values[row];
            }

            @Override
            public boolean isStored() {
                return false;
            }
        };
    }
}
