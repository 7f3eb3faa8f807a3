// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;

/// Takes the experts out of the running that the release has masked: their logits count as minus infinity for every
/// row, and nobody can pin them. They keep their places, so that nothing has to be numbered anew. Thread-safe.
final class ReleaseMask implements RoutingStage {
    private final boolean[] isMasked;

    /// @param isMasked per expert that the gate scores
    ReleaseMask(boolean[] isMasked) {
        this.isMasked = isMasked.clone();
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            for (int column = 0; column < scores.count(row); column++) {
                if (isMasked[scores.expert(row, column)]) {
                    plan.mark(row, column, PassOver.MASKED);
                }
            }
        }
    }
}
