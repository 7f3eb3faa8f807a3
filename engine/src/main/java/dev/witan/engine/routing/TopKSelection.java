// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;

/// Chooses the K experts with the highest selection scores, as many as the row is to have; ties go to the lowest index.
/// A row with a score that is not a number is not routed at all: any choice would be arbitrary. Where fewer than K are
/// left in the running, these are all.
final class TopKSelection implements RoutingStage {
    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            if (plan.fate(row) == RowFate.ROUTED) {
                select(kernels, scores, plan, row);
            }
        }
    }

    private static void select(Kernels kernels, Scores scores, RoutingPlan plan, int row) {
        int candidates = scores.count(row);
        int from = row * plan.fanOut();
        int count = Math.min(plan.wanted(row), candidates);
        if (count == 0) {
            plan.refuse(row, RowFate.NONE_PERMITTED);
        } else if (!kernels.topK(plan.selection(), row, candidates, count, plan.columns(), from)) {
            plan.refuse(row, RowFate.NOT_A_NUMBER);
        } else {
            settle(scores, plan, row, count);
        }
    }

    /// Minus infinity is last, so that those in the running are a first part of the best.
    private static void settle(Scores scores, RoutingPlan plan, int row, int best) {
        int from = row * plan.fanOut();
        int count = best;
        while (count > 0 && plan.selection().get(row, plan.columns()[from + count - 1]) == Float.NEGATIVE_INFINITY) {
            count--;
        }
        plan.settle(scores, row, count);
        if (count == 0) {
            plan.refuse(row, RowFate.NONE_PERMITTED);
        }
    }
}
