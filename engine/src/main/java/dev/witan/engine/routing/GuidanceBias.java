// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// Moves selection by what live state says: a person's factor, as its logarithm where scores are logits and as it is
/// where they are between 0 and 1, and the biases of load and cost, which are added. Adding the same number to all of a
/// row's logits changes nothing of the outcome, and none of it reaches the combine weight but the factor.
final class GuidanceBias implements RoutingStage {
    private final ScoreSpace space;

    GuidanceBias(ScoreSpace space) {
        this.space = space;
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        if (batch.isPlain()) {
            return;
        }
        for (int row = 0; row < plan.rows(); row++) {
            if (!batch.guidance(row).isNone()) {
                move(kernels, batch.guidance(row), scores, plan, row);
            }
        }
    }

    private void move(Kernels kernels, Guidance guidance, Scores scores, RoutingPlan plan, int row) {
        FloatMatrix selection = plan.selection();
        for (int column = 0; column < scores.count(row); column++) {
            int expert = scores.expert(row, column);
            float factor = guidance.factor(expert);
            float bias = guidance.bias(expert);
            if (!plan.isMarked(row, column) && (factor != 1f || bias != 0f)) {
                float moved = factor == 1f
                        ? selection.get(row, column)
                        : reweighed(kernels, factor, scores.at(row, column), selection.get(row, column));
                selection.set(row, column, moved + bias);
            }
        }
    }

    private float reweighed(Kernels kernels, float factor, float logit, float selection) {
        if (space == ScoreSpace.LOGIT) {
            return selection + (float) StrictMath.log(factor);
        }
        return selection + (factor - 1f) * ScoreSpace.sigmoid(kernels, logit);
    }
}
