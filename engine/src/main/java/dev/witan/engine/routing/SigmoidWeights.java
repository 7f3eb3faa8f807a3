// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;

/// Weighs each chosen expert by the logistic function of its own clean logit, the form of DeepSeek-V3: the bias that
/// chose an expert is not in its weight.
final class SigmoidWeights extends Weights {
    private static final float FLOOR = 1e-20f;

    SigmoidWeights(Renormalisation renormalisation, float scale) {
        super(renormalisation, scale);
    }

    @Override
    float floor() {
        return FLOOR;
    }

    @Override
    void weigh(Kernels kernels, Scores scores, RoutingPlan plan, int row) {
        for (int rank = 0; rank < plan.count(row); rank++) {
            plan.weigh(row, rank, ScoreSpace.sigmoid(kernels, scores.at(row, plan.column(row, rank))));
        }
    }
}
