// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.Kernels;

/// Puts experts that a person pinned ahead of all others: the first ones where there are more of them than the row
/// is to have. An expert that a mask took out is not brought back: what is forbidden stays so.
final class Pins implements RoutingStage {
    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        if (batch.isPlain()) {
            return;
        }
        for (int row = 0; row < plan.rows(); row++) {
            pin(batch.guidance(row), scores, plan, row);
        }
    }

    private static void pin(Guidance guidance, Scores scores, RoutingPlan plan, int row) {
        int left = plan.wanted(row);
        for (int place = 0; place < guidance.pinnedCount() && left > 0; place++) {
            int column = scores.column(row, guidance.pinned(place));
            if (column != Scores.NONE && !plan.isMarked(row, column)) {
                plan.selection().set(row, column, Float.POSITIVE_INFINITY);
                left--;
            }
        }
    }
}
