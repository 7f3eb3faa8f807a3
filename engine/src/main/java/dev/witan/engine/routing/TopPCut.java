// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// Keeps of a row's experts, best first, the fewest whose probabilities together reach a share; at least one. Rows that
/// the gate is sure of take one expert, others as many as the row is to have.
final class TopPCut implements RoutingStage {
    private final float share;

    TopPCut(float share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("topP must be above 0 and at most 1: " + share);
        }
        this.share = share;
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            if (plan.count(row) > 1 && !batch.guidance(row).spreads()) {
                cut(Shares.of(kernels, scores, plan, row), scores, plan, row);
            }
        }
    }

    private void cut(FloatMatrix shares, Scores scores, RoutingPlan plan, int row) {
        int kept = 0;
        float sum = 0;
        while (kept < plan.count(row) && (sum < share || isPinned(plan, row, kept))) {
            sum += shares.get(0, plan.column(row, kept));
            kept++;
        }
        for (int rank = kept; rank < plan.count(row); rank++) {
            plan.mark(row, plan.column(row, rank), PassOver.BELOW_TOP_P);
        }
        plan.settle(scores, row, kept);
    }

    private static boolean isPinned(RoutingPlan plan, int row, int rank) {
        return plan.selection().get(row, plan.column(row, rank)) == Float.POSITIVE_INFINITY;
    }
}
