// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import java.util.Arrays;

/// The load-balancing loss of the Switch Transformer (Fedus, Zoph and Shazeer 2022), `alpha E sum_e f_e P_e`: `f_e` is
/// the share of all assignments that went to an expert, as routed and before anything is dropped, and `P_e` its
/// probability averaged over all rows and all experts, chosen or not. The gradient runs through `P` alone. A balanced
/// batch has the value `alpha`.
///
/// @param alpha its weight beside the task's loss
public record SwitchLoss(double alpha) {
    /// Adds the gradient with respect to the scores, and returns the loss.
    ///
    /// @param probabilities the softmax of the scores over all experts
    public double addGradient(FloatMatrix probabilities, RoutingPlan plan, FloatMatrix scoreGradient) {
        int rows = plan.rows();
        int experts = probabilities.columns();
        double[] shares = shares(plan, experts);
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            double expected = 0;
            for (int expert = 0; expert < experts; expert++) {
                expected += shares[expert] * probabilities.get(row, expert);
            }
            loss += alpha * experts * expected / rows;
            for (int expert = 0; expert < experts; expert++) {
                double slope = alpha * experts / rows * probabilities.get(row, expert) * (shares[expert] - expected);
                scoreGradient.set(row, expert, scoreGradient.get(row, expert) + (float) slope);
            }
        }
        return loss;
    }

    /// Per expert its share of all assignments.
    static double[] shares(RoutingPlan plan, int experts) {
        int[] counts = Shares.counts(plan, experts);
        double one = 1.0 / Math.max(1, Arrays.stream(counts).sum());
        double[] shares = new double[experts];
        for (int expert = 0; expert < experts; expert++) {
            shares[expert] = counts[expert] * one;
        }
        return shares;
    }
}
