// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;

/// A few rows, their scores by hand, and what came of routing them.
final class RoutingCase {
    final Kernels kernels = Kernels.available().getFirst();
    final Arena arena = Arena.ofAuto();
    final RowBatch batch;
    final Scores scores;

    /// Rows whose values are their scores.
    RoutingCase(float[]... scores) {
        this(scores, scores);
    }

    RoutingCase(float[][] rows, float[][] scores) {
        this.batch = new RowBatch(matrix(rows));
        this.scores = new Scores(matrix(scores));
        batch.reset(rows.length);
        for (int row = 0; row < rows.length; row++) {
            batch.describe(row, 1, Guidance.NONE, 0, row, 0);
        }
    }

    private FloatMatrix matrix(float[][] values) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, values.length, values[0].length);
        for (int row = 0; row < values.length; row++) {
            matrix.copyRowFrom(row, values[row], 0);
        }
        return matrix;
    }

    /// Has every row obey a guidance.
    RoutingCase obeying(Guidance guidance) {
        return describing(guidance, 0);
    }

    RoutingCase describing(Guidance guidance, int fanOut) {
        for (int row = 0; row < batch.size(); row++) {
            batch.describe(row, 1, guidance, fanOut, row, 0);
        }
        return this;
    }

    /// Gives the rows the seeds of requests of one row each.
    RoutingCase seeded(long... seeds) {
        for (int row = 0; row < batch.size(); row++) {
            batch.describe(row, 1, batch.guidance(row), 0, seeds[row], 0);
        }
        return this;
    }

    RoutingPlan plan(Router router) {
        return router.plan(arena, batch.rows().rows(), scores);
    }

    RoutingPlan route(RouterBuilder builder) {
        return route(builder.build());
    }

    RoutingPlan route(Router router) {
        RoutingPlan plan = plan(router);
        router.route(kernels, batch, scores, plan);
        return plan;
    }

    /// The experts of a row, best first.
    static int[] chosen(RoutingPlan plan, int row) {
        int[] chosen = new int[plan.count(row)];
        for (int rank = 0; rank < chosen.length; rank++) {
            chosen[rank] = plan.chosen(row, rank);
        }
        return chosen;
    }

    static float[] weights(RoutingPlan plan, int row) {
        float[] weights = new float[plan.count(row)];
        for (int rank = 0; rank < weights.length; rank++) {
            weights[rank] = plan.weight(row, rank);
        }
        return weights;
    }
}
