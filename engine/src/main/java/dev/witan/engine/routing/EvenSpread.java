// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.RowHash;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;

/// Replaces the selection scores of rows that are to be spread evenly by draws that follow from the row's bits: the
/// same row goes to the same experts, and many rows go to all experts alike. Experts that a mask took out stay out.
final class EvenSpread implements RoutingStage {
    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        if (batch.isPlain()) {
            return;
        }
        for (int row = 0; row < plan.rows(); row++) {
            if (batch.guidance(row).spreads()) {
                draw(RowHash.of(batch.rows(), row), scores, plan, row);
            }
        }
    }

    private static void draw(long seed, Scores scores, RoutingPlan plan, int row) {
        for (int column = 0; column < scores.count(row); column++) {
            if (!plan.isMarked(row, column)) {
                plan.selection().set(row, column, RowHash.unit(seed, scores.expert(row, column)));
            }
        }
    }
}
