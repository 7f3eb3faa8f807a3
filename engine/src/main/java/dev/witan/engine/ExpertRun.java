// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.ComputeThreads.Job;
import dev.witan.engine.dispatch.Dispatcher;

/// Has the expert batches of a lane batch run by their local experts, by one of the [strategies][Strategy].
/// Thread-safe.
final class ExpertRun {
    private final MoeLayer layer;
    private final Strategy strategy;
    private final ComputeThreads threads;

    ExpertRun(MoeLayer layer, Strategy strategy, ComputeThreads threads) {
        this.layer = layer;
        this.strategy = strategy;
        this.threads = threads;
    }

    /// Runs them, or, pipelined, sees to it that they run while the lane goes on; it is woken when they have. A
    /// batch that is not worth sharing out is run by the lane.
    void start(LaneBatch batch) {
        LayerWorkspace workspace = batch.workspace;
        int batches = workspace.dispatcher.batches();
        if (!workspace.isShared) {
            runAlone(workspace, batches);
            return;
        }
        switch (strategy) {
            case PARALLEL -> run(workspace, 0, batches);
            case SEQUENTIAL -> runExpertByExpert(workspace, batches);
            case PIPELINED -> batch.job = hand(workspace, batches);
        }
    }

    private void runAlone(LayerWorkspace workspace, int batches) {
        for (int index = 0; index < batches; index++) {
            layer.run(workspace, index, workspace.scratch);
        }
    }

    private void run(LayerWorkspace workspace, int from, int to) {
        threads.run(to - from, (index, scratch) -> layer.run(workspace, from + index, scratch), workspace.scratch);
    }

    private void runExpertByExpert(LayerWorkspace workspace, int batches) {
        Dispatcher dispatcher = workspace.dispatcher;
        int from = 0;
        for (int to = 1; to <= batches; to++) {
            if (to == batches
                    || dispatcher.batch(to).expert() != dispatcher.batch(from).expert()) {
                run(workspace, from, to);
                from = to;
            }
        }
    }

    private Job hand(LayerWorkspace workspace, int batches) {
        Job job = threads.start(batches, (index, scratch) -> layer.run(workspace, index, scratch));
        if (!job.isCalled()) {
            job.help(workspace.scratch);
        }
        return job;
    }
}
