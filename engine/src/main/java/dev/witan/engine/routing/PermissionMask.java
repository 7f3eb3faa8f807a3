// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.Kernels;

/// Takes experts out of the running that a row's guidance forbids: by permission, or by a person's order. A
/// row that is sent straight to the fallback loses all of them.
final class PermissionMask implements RoutingStage {
    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        if (batch.isPlain()) {
            return;
        }
        for (int row = 0; row < plan.rows(); row++) {
            Guidance guidance = batch.guidance(row);
            if (guidance.fallsBack()) {
                plan.refuse(row, RowFate.FALLS_BACK);
            } else if (!guidance.isNone()) {
                mask(guidance, scores, plan, row);
            }
        }
    }

    private static void mask(Guidance guidance, Scores scores, RoutingPlan plan, int row) {
        for (int column = 0; column < scores.count(row); column++) {
            if (!guidance.permits(scores.expert(row, column))) {
                plan.mark(row, column, PassOver.NOT_PERMITTED);
            }
        }
    }
}
