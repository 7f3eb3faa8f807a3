// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// Weighs the chosen experts by the softmax over their clean logits, without any bias: the form of Mixtral, equal to
/// the softmax over all experts renormalised over the chosen ones. With one expert the weight is the constant 1, which
/// gives the gate nothing to learn from; the trainer refuses that.
final class SoftmaxWeights implements RoutingStage {
    @Override
    public void apply(Kernels kernels, FloatMatrix scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            if (plan.isRouted(row)) {
                weigh(kernels, scores, plan, row);
            }
        }
    }

    private static void weigh(Kernels kernels, FloatMatrix scores, RoutingPlan plan, int row) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int rank = 0; rank < plan.fanOut(); rank++) {
            highest = Math.max(highest, scores.get(row, plan.chosen(row, rank)));
        }
        float sum = 0;
        for (int rank = 0; rank < plan.fanOut(); rank++) {
            float share = kernels.exp(scores.get(row, plan.chosen(row, rank)) - highest);
            plan.weigh(row, rank, share);
            sum += share;
        }
        for (int rank = 0; rank < plan.fanOut(); rank++) {
            plan.weigh(row, rank, plan.weight(row, rank) / sum);
        }
    }
}
