// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.Arrays;

/// The memory that one batch needs on its way through a [MoeLayer], from its rows to its experts' outputs.
/// Allocated once, refilled for every batch, owned by one lane.
final class LayerWorkspace {
    final FloatMatrix rows;
    final RowBatch batch;
    final Scores scores;
    final RoutingPlan plan;
    final Dispatcher dispatcher;
    final ExpertAnswers answers;
    /// Per row of the batch whether it is routed and goes to no expert.
    final boolean[] isLeftOut;
    final Scratch scratch;
    final int[] tileRows;
    boolean isShared;

    private final Limits limits;

    /// Memory for one batch.
    ///
    /// @param progress run whenever an expert completes, on its thread
    LayerWorkspace(Arena arena, MoeLayer layer, Limits limits, NanoClock clock, Runnable progress) {
        int rowsMax = limits.batchRowsMax();
        int experts = layer.experts().size();
        int fanOut = layer.router().width();
        this.limits = limits;
        this.rows = FloatMatrix.allocate(arena, rowsMax, layer.inputs());
        this.batch = new RowBatch(rows);
        this.scores = layer.gate().scores(arena, rowsMax, layer.router().fanOutMax());
        this.plan = layer.router().plan(arena, rowsMax, scores);
        this.dispatcher =
                new Dispatcher(arena, rowsMax, fanOut, layer.elsewhere(), layer.expertInputs(), layer.expertOutputs());
        this.answers = new ExpertAnswers(clock, progress);
        this.isLeftOut = new boolean[rowsMax];
        this.scratch = Scratch.allocate(arena, rowsMax, layer.scratchWidth());
        this.tileRows = new int[experts];
    }

    /// Decides whether a batch of `work` multiply-adds is shared out over the compute threads, and in which
    /// portions.
    void share(long work) {
        isShared = limits.computeThreads() > 1 && work >= limits.sharedWorkMin();
        Arrays.fill(tileRows, isShared ? limits.tileRows() : limits.batchRowsMax());
    }

    /// How long the slowest of a row's experts took, all of which have ended here.
    long slowestNanos(int row) {
        long slowest = 0;
        for (int rank = 0; rank < plan.count(row); rank++) {
            slowest = Math.max(slowest, answers.nanos(dispatcher.batchOf(row, rank)));
        }
        return slowest;
    }
}
