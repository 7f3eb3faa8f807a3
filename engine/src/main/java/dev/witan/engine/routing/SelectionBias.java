// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// Adds a fixed value per expert to the score that selection goes by, and never to the combine weight: balance must
/// not change what the chosen experts answer.
final class SelectionBias implements RoutingStage {
    private final float[] values;

    SelectionBias(float[] values) {
        this.values = values.clone();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("selection bias must be finite: " + value);
            }
        }
    }

    float[] values() {
        return values.clone();
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        FloatMatrix selection = plan.selection();
        for (int row = 0; row < plan.rows(); row++) {
            for (int expert = 0; expert < values.length; expert++) {
                selection.set(row, expert, scores.of(row, expert) + values[expert]);
            }
        }
    }
}
