// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.combine.Coverage;
import dev.witan.engine.combine.RowAnswers;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;

/// A [MoeLayer] by itself, without requests, lanes or deadlines: for what has its rows at hand, such as a model of
/// many layers. Owned by one thread.
public final class LayerRun implements AutoCloseable {
    private final MoeLayer layer;
    private final Limits limits;
    private final Arena arena = Arena.ofShared();
    private final LayerWorkspace workspace;
    private final RowAnswers answers;
    private final FloatMatrix combined;
    private final ComputeThreads threads;

    /// Allocates memory for `batchRowsMax` rows and starts the compute threads that the limits name.
    ///
    /// @param layer with local experts only, which answer before their call returns
    public LayerRun(MoeLayer layer, Limits limits) {
        for (Expert expert : layer.experts()) {
            if (!expert.isLocal()) {
                throw new IllegalArgumentException("expert must be local: '" + expert.id() + "'");
            }
        }
        this.layer = layer;
        this.limits = limits;
        this.workspace = new LayerWorkspace(arena, layer, limits, NanoClock.system(), () -> {});
        this.answers = new RowAnswers(layer.router().width(), workspace.dispatcher.outputs());
        this.combined = FloatMatrix.allocate(arena, limits.batchRowsMax(), layer.outputs());
        this.threads = new ComputeThreads(arena, limits.computeThreads(), limits.batchRowsMax(), layer.scratchWidth());
    }

    /// The rows to answer, for the caller to fill.
    public FloatMatrix rows() {
        return workspace.rows;
    }

    /// The gate's logits: what [#forward] leaves there, and what [#forwardScored] goes by.
    public FloatMatrix scores() {
        return workspace.scores.values();
    }

    /// The answers to the last rows.
    public FloatMatrix combined() {
        return combined;
    }

    /// Answers the first `rows` rows.
    public void forward(int rows) {
        workspace.batch.reset(rows);
        layer.score(workspace);
        finish(rows);
    }

    /// Answers the first `rows` rows by the logits that stand in [#scores].
    public void forwardScored(int rows) {
        workspace.batch.reset(rows);
        finish(rows);
    }

    private void finish(int rows) {
        layer.route(workspace);
        layer.dispatch(workspace);
        run(workspace.dispatcher.batches());
        for (int row = 0; row < rows; row++) {
            combine(row);
        }
    }

    private void run(int batches) {
        if (workspace.isShared) {
            threads.run(batches, (index, scratch) -> layer.run(workspace, index, scratch), workspace.scratch);
        } else {
            for (int index = 0; index < batches; index++) {
                layer.run(workspace, index, workspace.scratch);
            }
        }
    }

    private void combine(int row) {
        answers.read(workspace.plan, workspace.dispatcher, workspace.answers, row);
        Coverage coverage = layer.rule().combiner().combine(layer.kernels(), answers, combined, row);
        if (coverage != Coverage.COMPLETE) {
            throw new IllegalStateException("row %d must be answered by all its experts: %s".formatted(row, coverage));
        }
    }

    @Override
    public void close() {
        threads.stop(limits.drainMax());
        arena.close();
    }
}
