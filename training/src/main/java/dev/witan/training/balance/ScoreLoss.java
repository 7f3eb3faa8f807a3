// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import dev.witan.kernels.FloatMatrix;

/// The z-loss of ST-MoE (Zoph et al. 2022), `coefficient * mean(logsumexp(scores)^2)`: it keeps the gate's scores
/// small, where floats are fine and the softmax is not yet one-sided.
///
/// @param coefficient its weight beside the task's loss
public record ScoreLoss(double coefficient) {
    /// Adds the gradient with respect to the scores, and returns the loss.
    ///
    /// @param probabilities the softmax of the scores over all experts
    public double addGradient(FloatMatrix scores, FloatMatrix probabilities, int rows, FloatMatrix scoreGradient) {
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            double logSum = logSum(scores, row);
            loss += coefficient * logSum * logSum / rows;
            for (int expert = 0; expert < scores.columns(); expert++) {
                double slope = 2 * coefficient * logSum * probabilities.get(row, expert) / rows;
                scoreGradient.set(row, expert, scoreGradient.get(row, expert) + (float) slope);
            }
        }
        return loss;
    }

    private static double logSum(FloatMatrix scores, int row) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int expert = 0; expert < scores.columns(); expert++) {
            highest = Math.max(highest, scores.get(row, expert));
        }
        double sum = 0;
        for (int expert = 0; expert < scores.columns(); expert++) {
            sum += StrictMath.exp(scores.get(row, expert) - highest);
        }
        return highest + StrictMath.log(sum);
    }
}
