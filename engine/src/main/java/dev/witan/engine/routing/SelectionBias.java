// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;

/// Makes the scores that selection goes by: the gate's, in the mixture's score space, with a fixed value added per
/// expert. The combine weight never sees that value: balance must not change what the chosen experts answer. An expert
/// that a mask took out has minus infinity from here on.
final class SelectionBias implements RoutingStage {
    private final float[] values;
    private final FloatMatrix row;
    private final boolean isZero;
    private final ScoreSpace space;

    SelectionBias(float[] values, ScoreSpace space) {
        this.values = values.clone();
        this.space = space;
        this.row = FloatMatrix.allocate(Arena.ofAuto(), 1, values.length);
        boolean allZero = true;
        for (int expert = 0; expert < values.length; expert++) {
            if (!Float.isFinite(values[expert])) {
                throw new IllegalArgumentException("selection bias must be finite: " + values[expert]);
            }
            allZero &= values[expert] == 0;
            row.set(0, expert, values[expert]);
        }
        this.isZero = allZero;
    }

    float[] values() {
        return values.clone();
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int at = 0; at < plan.rows(); at++) {
            if (scores.isDense(at) && space == ScoreSpace.LOGIT && scores.columns() == values.length) {
                addWhole(kernels, scores, plan.selection(), at);
            } else {
                addOneByOne(kernels, scores, plan.selection(), at);
            }
            plan.closeMarked(at);
        }
    }

    private void addWhole(Kernels kernels, Scores scores, FloatMatrix selection, int at) {
        selection.copyRowFrom(at, scores.values(), at);
        if (!isZero) {
            kernels.addScaled(row, 0, 1f, selection, at);
        }
    }

    private void addOneByOne(Kernels kernels, Scores scores, FloatMatrix selection, int at) {
        for (int column = 0; column < scores.count(at); column++) {
            float score = space.of(kernels, scores.at(at, column));
            selection.set(at, column, score + values[scores.expert(at, column)]);
        }
    }
}
