// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.Kernels;

/// Adds the experts that every routed row goes to, after those that the gate chose and with a weight of 1 each: no gate
/// scores them, and they are in no renormalisation. A row does without those that its guidance forbids.
final class SharedExperts implements RoutingStage {
    private final int first;
    private final int count;

    /// Experts `first` to `first + count`.
    SharedExperts(int first, int count) {
        this.first = first;
        this.count = count;
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            if (plan.isRouted(row)) {
                append(batch.guidance(row), plan, row);
            }
        }
    }

    private void append(Guidance guidance, RoutingPlan plan, int row) {
        for (int expert = first; expert < first + count; expert++) {
            if (guidance.permits(expert)) {
                plan.append(row, expert, 1f);
            }
        }
    }
}
