// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.Kernels;

/// Puts experts that a person pinned ahead of all others; the lowest index first where there are more of them than a
/// row
/// may have. An expert that a mask took out is not brought back: what is forbidden stays so.
final class Pins implements RoutingStage {
    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        if (batch.isPlain()) {
            return;
        }
        for (int row = 0; row < plan.rows(); row++) {
            Guidance guidance = batch.guidance(row);
            for (int place = 0; place < guidance.pinnedCount(); place++) {
                int column = scores.column(row, guidance.pinned(place));
                if (column != Scores.NONE && !plan.isMarked(row, column)) {
                    plan.selection().set(row, column, Float.POSITIVE_INFINITY);
                }
            }
        }
    }
}
