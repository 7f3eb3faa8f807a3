// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;

/// The importance loss of Shazeer et al. (2017), `strength * CV^2`, with the coefficient of variation of the sums of
/// the
/// weights that a batch's rows give to each expert.
///
/// @param strength its weight beside the task's loss
public record ImportanceLoss(double strength) {
    /// Adds the gradient with respect to the scores, and returns the loss. It runs through the weights, the softmax
    /// over
    /// the scores of the chosen.
    public double addGradient(RoutingPlan plan, FloatMatrix scoreGradient) {
        int experts = scoreGradient.columns();
        double[] importance = new double[experts];
        for (int row = 0; row < plan.rows(); row++) {
            for (int rank = 0; rank < plan.count(row); rank++) {
                if (plan.chosen(row, rank) < experts) {
                    importance[plan.chosen(row, rank)] += plan.weight(row, rank);
                }
            }
        }
        double[] slopes = new double[experts];
        double loss = strength * Shares.variation(importance, slopes);
        for (int row = 0; row < plan.rows(); row++) {
            addGradient(plan, row, slopes, scoreGradient);
        }
        return loss;
    }

    private void addGradient(RoutingPlan plan, int row, double[] slopes, FloatMatrix scoreGradient) {
        double mean = 0;
        for (int rank = 0; rank < plan.count(row); rank++) {
            int expert = plan.chosen(row, rank);
            mean += expert < slopes.length ? plan.weight(row, rank) * slopes[expert] : 0;
        }
        for (int rank = 0; rank < plan.count(row); rank++) {
            int expert = plan.chosen(row, rank);
            if (expert < slopes.length) {
                double slope = strength * plan.weight(row, rank) * (slopes[expert] - mean);
                scoreGradient.set(row, expert, scoreGradient.get(row, expert) + (float) slope);
            }
        }
    }
}
