// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.Kernels;

/// Keeps rows at the preferred site: where an expert that is left in the running stands there, those elsewhere are out
/// of it. Where none does, the others stand in. An expert that a person pinned stays in the running wherever it stands.
final class SiteMask implements RoutingStage {
    private final boolean[] isPreferred;

    SiteMask(boolean[] isPreferred) {
        this.isPreferred = isPreferred.clone();
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            if (hasPreferred(scores, plan, row)) {
                mask(batch.guidance(row), scores, plan, row);
            }
        }
    }

    private boolean hasPreferred(Scores scores, RoutingPlan plan, int row) {
        for (int column = 0; column < scores.count(row); column++) {
            if (isPreferred[scores.expert(row, column)] && !plan.isMarked(row, column)) {
                return true;
            }
        }
        return false;
    }

    private void mask(Guidance guidance, Scores scores, RoutingPlan plan, int row) {
        for (int column = 0; column < scores.count(row); column++) {
            int expert = scores.expert(row, column);
            if (!isPreferred[expert] && !plan.isMarked(row, column) && !guidance.isPinned(expert)) {
                plan.mark(row, column, PassOver.SITE);
            }
        }
    }
}
