// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import java.util.function.IntToDoubleFunction;

/// What training is told of the rows of a table: what is to be predicted, and how much each counts. Thread-safe.
///
/// @param targets of a row
/// @param each how many of them a row has
/// @param weights by row of the table
public record RowLabels(Targets targets, int each, IntToDoubleFunction weights) {
    /// What the objective is told of rows.
    @FunctionalInterface
    public interface Targets {
        /// A number of a row of the table.
        ///
        /// @param index of the number, of those that the row has
        double of(int row, int index);

        /// Numbers in memory, row after row; the array must not be changed.
        static Targets of(double[] values, int each) {
            return (row, index) -> values[row * each + index];
        }
    }

    /// Rows that all count alike; the array must not be changed.
    ///
    /// @param targets row after row
    /// @param each how many of them a row has
    public static RowLabels of(double[] targets, int each) {
        return new RowLabels(Targets.of(targets, each), each, _ -> 1);
    }

    double target(int row, int index) {
        return targets.of(row, index);
    }

    double weight(int row) {
        return weights.applyAsDouble(row);
    }
}
