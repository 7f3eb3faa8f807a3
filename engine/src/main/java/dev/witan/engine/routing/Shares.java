// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// A row's probabilities: the softmax of its clean logits over every expert that no mask took out, chosen or not.
final class Shares {
    private Shares() {}

    /// Fills the plan's row of shares, column by column.
    static FloatMatrix of(Kernels kernels, Scores scores, RoutingPlan plan, int row) {
        FloatMatrix shares = plan.scratch().shares;
        shares.copyRowFrom(0, scores.values(), row);
        for (int column = scores.count(row); column < shares.columns(); column++) {
            shares.set(0, column, Float.NEGATIVE_INFINITY);
        }
        if (plan.isMarked(row)) {
            for (int column = 0; column < scores.count(row); column++) {
                if (plan.isMasked(row, column)) {
                    shares.set(0, column, Float.NEGATIVE_INFINITY);
                }
            }
        }
        kernels.softmax(shares, 0, 1);
        return shares;
    }
}
