// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;

/// Routes batches of rows as a server would. Owned by one thread.
final class Routing {
    private final Kernels kernels;
    private final Gate gate;
    private final FloatMatrix rows;
    private final RowBatch batch;
    private final Scores scores;
    private final Scratch scratch;
    private final RoutingPlan plan;

    /// @param router any that is to come is as wide
    Routing(Arena arena, Kernels kernels, Gate gate, Router router, FloatMatrix rows, int batchRows) {
        this.kernels = kernels;
        this.gate = gate;
        this.rows = rows;
        this.batch = new RowBatch(FloatMatrix.allocate(arena, batchRows, rows.columns()));
        this.scores = gate.scores(arena, batchRows, router.fanOutMax());
        this.scratch = Scratch.allocate(arena, batchRows, gate.scratchWidth());
        this.plan = router.plan(arena, batchRows, scores);
    }

    /// The plan of some rows, until the next call.
    RoutingPlan route(Router router, int[] order, int from, int count) {
        batch.reset(count);
        for (int at = 0; at < count; at++) {
            batch.rows().copyRowFrom(at, rows, order[from + at]);
        }
        router.ask(batch, scores);
        gate.score(kernels, batch, scratch, scores);
        router.route(kernels, batch, scores, plan);
        return plan;
    }

    /// The rows of the last plan.
    FloatMatrix rows() {
        return batch.rows();
    }

    /// The scores of the last plan.
    Scores scores() {
        return scores;
    }
}
