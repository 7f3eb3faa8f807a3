// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;

/// Weighs the chosen experts of each row. A person's factor multiplies an expert's weight, and rows that are spread
/// evenly have equal weights whatever the form.
abstract class Weights implements RoutingStage {
    private final Renormalisation renormalisation;
    private final float scale;

    /// Whether the weights of a row are made to sum to one.
    enum Renormalisation {
        TO_ONE,
        NONE
    }

    Weights(Renormalisation renormalisation, float scale) {
        if (!(scale > 0) || Float.isInfinite(scale)) {
            throw new IllegalArgumentException("the scale of the weights must be positive and finite: " + scale);
        }
        this.renormalisation = renormalisation;
        this.scale = scale;
    }

    /// Writes the raw weights of a row that has an expert or more.
    abstract void weigh(Kernels kernels, Scores scores, RoutingPlan plan, int row);

    /// What is added to a sum of weights before they are divided by it.
    float floor() {
        return 0f;
    }

    @Override
    public final void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            if (plan.isRouted(row)) {
                if (batch.guidance(row).spreads()) {
                    weighEvenly(plan, row);
                } else {
                    weigh(kernels, scores, plan, row);
                    multiply(batch, plan, row);
                    finish(plan, row);
                }
            }
        }
    }

    private void weighEvenly(RoutingPlan plan, int row) {
        for (int rank = 0; rank < plan.count(row); rank++) {
            plan.weigh(row, rank, scale / plan.count(row));
        }
    }

    private static void multiply(RowBatch batch, RoutingPlan plan, int row) {
        if (!batch.guidance(row).isNone()) {
            for (int rank = 0; rank < plan.count(row); rank++) {
                float factor = batch.guidance(row).factor(plan.chosen(row, rank));
                plan.weigh(row, rank, plan.weight(row, rank) * factor);
            }
        }
    }

    /// Weights that are all too small to be numbers leave everything to the best expert.
    private void finish(RoutingPlan plan, int row) {
        float sum = 0;
        for (int rank = 0; rank < plan.count(row); rank++) {
            sum += plan.weight(row, rank);
        }
        if (!Float.isFinite(sum)) {
            plan.refuse(row, RowFate.NOT_A_NUMBER);
        } else if (renormalisation == Renormalisation.TO_ONE) {
            renormalise(plan, row, sum);
        } else if (scale != 1f) {
            for (int rank = 0; rank < plan.count(row); rank++) {
                plan.weigh(row, rank, plan.weight(row, rank) * scale);
            }
        }
    }

    private void renormalise(RoutingPlan plan, int row, float sum) {
        if (sum == 0) {
            plan.weigh(row, 0, scale);
            return;
        }
        float divisor = sum + floor();
        for (int rank = 0; rank < plan.count(row); rank++) {
            float share = plan.weight(row, rank) / divisor;
            plan.weigh(row, rank, scale == 1f ? share : share * scale);
        }
    }
}
