// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.combine.RowAnswers;
import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.List;

/// The memory that one batch needs on its way through a [MoeLayer], from its rows to its combined rows.
/// Allocated once, refilled for every batch, owned by one lane.
final class LayerWorkspace {
    final FloatMatrix rows;
    final RowBatch batch;
    final Scores scores;
    final RoutingPlan plan;
    final Dispatcher dispatcher;
    final ExpertAnswers answers;
    final RowAnswers rowAnswers;
    final FloatMatrix combined;
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
        this.dispatcher = new Dispatcher(arena, rowsMax, fanOut, experts, layer.inputs(), layer.expertOutputs());
        this.answers = new ExpertAnswers(clock, progress);
        this.rowAnswers = new RowAnswers(fanOut, dispatcher.outputs());
        this.combined = FloatMatrix.allocate(arena, rowsMax, layer.outputs());
        this.scratch = Scratch.allocate(arena, rowsMax, layer.scratchWidth());
        this.tileRows = new int[experts];
    }

    /// Decides whether a batch of `work` multiply-adds is shared out over the compute threads, and in which
    /// portions.
    void share(long work, List<Expert> experts) {
        isShared = limits.computeThreads() > 1 && work >= limits.sharedWorkMin();
        for (int expert = 0; expert < tileRows.length; expert++) {
            boolean isCut = isShared && experts.get(expert).isLocal();
            tileRows[expert] = isCut ? limits.tileRows() : limits.batchRowsMax();
        }
    }
}
