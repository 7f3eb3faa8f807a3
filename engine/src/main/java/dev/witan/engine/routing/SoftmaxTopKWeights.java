// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// Weighs the chosen experts by their probabilities among all that no mask took out. Not renormalised it is the form of
/// Switch, whose weight of one expert is its probability and not 1, and of OLMoE; renormalised it is that of Qwen3.
final class SoftmaxTopKWeights extends Weights {
    SoftmaxTopKWeights(Renormalisation renormalisation, float scale) {
        super(renormalisation, scale);
    }

    @Override
    void weigh(Kernels kernels, Scores scores, RoutingPlan plan, int row) {
        FloatMatrix shares = Shares.of(kernels, scores, plan, row);
        for (int rank = 0; rank < plan.count(row); rank++) {
            plan.weigh(row, rank, shares.get(0, plan.column(row, rank)));
        }
    }
}
