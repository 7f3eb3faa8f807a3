// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;

/// Weighs the chosen experts by the softmax over their clean logits, without any bias: the form of Mixtral, equal to
/// the softmax over all experts renormalised over the chosen ones. With one expert the weight is the constant 1, which
/// gives the gate nothing to learn from; the trainer refuses that.
final class SoftmaxWeights implements RoutingStage {
    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            if (plan.isRouted(row)) {
                weigh(kernels, scores, plan, row);
            }
        }
    }

    private static void weigh(Kernels kernels, Scores scores, RoutingPlan plan, int row) {
        int count = plan.count(row);
        float highest = Float.NEGATIVE_INFINITY;
        for (int rank = 0; rank < count; rank++) {
            highest = Math.max(highest, scores.of(row, plan.chosen(row, rank)));
        }
        float sum = 0;
        for (int rank = 0; rank < count; rank++) {
            float share = kernels.exp(scores.of(row, plan.chosen(row, rank)) - highest);
            plan.weigh(row, rank, share);
            sum += share;
        }
        for (int rank = 0; rank < count; rank++) {
            plan.weigh(row, rank, plan.weight(row, rank) / sum);
        }
    }
}
