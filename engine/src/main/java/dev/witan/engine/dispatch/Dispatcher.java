// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.dispatch;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Groups the rows of a routing plan by expert, across all requests of the batch.
///
/// A histogram of the assignments, its prefix sum and a stable scatter put each expert's rows side by side in one
/// input matrix: O(rows x fanOut + experts), and the rows of an expert keep the order of the batch. Nothing is padded
/// and nothing is dropped. Preallocated and refilled for each batch; owned by one thread.
public final class Dispatcher {
    private final FloatMatrix gathered;
    private final FloatMatrix outputs;
    private final int fanOut;
    private final int[] starts;
    private final int[] cursors;
    private final int[] positions;
    private final int[] batchAt;
    private final List<ExpertBatch> batches = new ArrayList<>();

    public Dispatcher(Arena arena, int rowsMax, int fanOut, int experts, int inputs, int outputs) {
        this.fanOut = fanOut;
        this.gathered = FloatMatrix.allocate(arena, rowsMax * fanOut, inputs);
        this.outputs = FloatMatrix.allocate(arena, rowsMax * fanOut, outputs);
        this.starts = new int[experts + 1];
        this.cursors = new int[experts];
        this.positions = new int[rowsMax * fanOut];
        this.batchAt = new int[rowsMax * fanOut];
    }

    /// Groups the rows of `plan` by expert and gathers them; then comes [#cut].
    public void group(RoutingPlan plan, FloatMatrix rows) {
        countPerExpert(plan);
        scatter(plan, rows);
    }

    /// Cuts each expert's rows into expert batches; afterwards [#batches] and [#batch] tell what to submit.
    ///
    /// @param tileRows per expert, how many rows one batch may hold; more rows make more batches
    public void cut(int[] tileRows) {
        batches.clear();
        for (int expert = 0; expert < cursors.length; expert++) {
            cut(expert, tileRows[expert]);
        }
    }

    private void countPerExpert(RoutingPlan plan) {
        Arrays.fill(starts, 0);
        for (int row = 0; row < plan.rows(); row++) {
            for (int rank = 0; rank < fanOut; rank++) {
                int expert = plan.chosen(row, rank);
                if (expert != RoutingPlan.NONE) {
                    starts[expert + 1]++;
                }
            }
        }
        for (int expert = 0; expert < cursors.length; expert++) {
            starts[expert + 1] += starts[expert];
        }
    }

    private void scatter(RoutingPlan plan, FloatMatrix rows) {
        System.arraycopy(starts, 0, cursors, 0, cursors.length);
        for (int row = 0; row < plan.rows(); row++) {
            for (int rank = 0; rank < fanOut; rank++) {
                int expert = plan.chosen(row, rank);
                if (expert != RoutingPlan.NONE) {
                    int position = cursors[expert]++;
                    positions[row * fanOut + rank] = position;
                    gathered.copyRowFrom(position, rows, row);
                }
            }
        }
    }

    private void cut(int expert, int tileRows) {
        for (int from = starts[expert]; from < starts[expert + 1]; from += tileRows) {
            int rows = Math.min(tileRows, starts[expert + 1] - from);
            Arrays.fill(batchAt, from, from + rows, batches.size());
            batches.add(new ExpertBatch(batches.size(), expert, from, rows, gathered, outputs));
        }
    }

    /// How many expert batches the last plan made.
    public int batches() {
        return batches.size();
    }

    public ExpertBatch batch(int index) {
        return batches.get(index);
    }

    /// How many rows an expert got from the last plan.
    public int rowsOf(int expert) {
        return starts[expert + 1] - starts[expert];
    }

    /// Which expert batch holds the row's expert of that rank; only for ranks that the plan filled.
    public int batchOf(int row, int rank) {
        return batchAt[position(row, rank)];
    }

    /// Where in [#outputs] the answer to that row by its expert of that rank stands.
    public int position(int row, int rank) {
        return positions[row * fanOut + rank];
    }

    /// What the experts answered, grouped by expert.
    public FloatMatrix outputs() {
        return outputs;
    }
}
