// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;

/// Weighs the chosen experts by the softmax over their clean logits, without any bias: the form of Mixtral, equal to
/// the softmax over all experts renormalised over the chosen ones. With one expert the weight is the constant 1, which
/// gives the gate nothing to learn from; the trainer refuses that.
final class TopKSoftmaxWeights extends Weights {
    TopKSoftmaxWeights(float scale) {
        super(Renormalisation.TO_ONE, scale);
    }

    @Override
    void weigh(Kernels kernels, Scores scores, RoutingPlan plan, int row) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int rank = 0; rank < plan.count(row); rank++) {
            highest = Math.max(highest, scores.at(row, plan.column(row, rank)));
        }
        for (int rank = 0; rank < plan.count(row); rank++) {
            plan.weigh(row, rank, kernels.exp(scores.at(row, plan.column(row, rank)) - highest));
        }
    }
}
