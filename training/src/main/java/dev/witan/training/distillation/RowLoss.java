// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.kernels.FloatMatrix;

/// How far a student's output for a row is from what its teacher says of it.
@FunctionalInterface
interface RowLoss {
    /// Writes the gradient of `share` times the row's loss to row `at` of `gradient`, and returns that loss.
    ///
    /// @param outputs the student's, in row `at`
    /// @param row of the teacher's rows
    double gradient(FloatMatrix outputs, int at, int row, double share, FloatMatrix gradient);
}
