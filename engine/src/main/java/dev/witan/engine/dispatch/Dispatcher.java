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
/// A histogram of the assignments, its prefix sum and a stable scatter put each expert's rows side by side in
/// one input matrix: O(rows x fanOut + experts), and the rows of an expert keep the order of the batch. Nothing
/// is padded and nothing is dropped. Rows for experts that are not local are left to others. Preallocated and
/// refilled for each batch; owned by one thread.
public final class Dispatcher {
    private static final int NOWHERE = -1;
    private static final boolean[] NOBODY = {};

    private final FloatMatrix gathered;
    private final FloatMatrix outputs;
    private final int fanOut;
    private final boolean[] isElsewhere;
    private final int[] starts;
    private final int[] cursors;
    private final int[] positions;
    private final int[] batchAt;
    private final List<ExpertBatch> batches = new ArrayList<>();

    /// For experts that are all local.
    public Dispatcher(Arena arena, int rowsMax, int fanOut, int experts, int inputs, int outputs) {
        this(arena, rowsMax, fanOut, new boolean[experts], inputs, outputs);
    }

    /// For experts of which some are not local.
    ///
    /// @param isElsewhere per expert whether its rows are left out
    public Dispatcher(Arena arena, int rowsMax, int fanOut, boolean[] isElsewhere, int inputs, int outputs) {
        int experts = isElsewhere.length;
        this.fanOut = fanOut;
        this.isElsewhere = isElsewhere.clone();
        this.gathered = FloatMatrix.allocate(arena, rowsMax * fanOut, inputs);
        this.outputs = FloatMatrix.allocate(arena, rowsMax * fanOut, outputs);
        this.starts = new int[experts + 1];
        this.cursors = new int[experts];
        this.positions = new int[rowsMax * fanOut];
        this.batchAt = new int[rowsMax * fanOut];
    }

    /// Groups the rows of `plan` by expert and gathers them; then comes [#cut].
    public void group(RoutingPlan plan, FloatMatrix rows) {
        group(plan, rows, NOBODY);
    }

    /// Groups all but some of the rows of `plan` by expert and gathers them; then comes [#cut].
    ///
    /// @param isLeftOut per row of the batch whether no expert gets it; those past its end are not
    public void group(RoutingPlan plan, FloatMatrix rows, boolean[] isLeftOut) {
        Arrays.fill(positions, 0, plan.rows() * fanOut, NOWHERE);
        countPerExpert(plan, isLeftOut);
        scatter(plan, rows, isLeftOut);
    }

    private boolean isGrouped(RoutingPlan plan, int row, int rank, boolean[] isLeftOut) {
        boolean isIn = row >= isLeftOut.length || !isLeftOut[row];
        return isIn && !isElsewhere[plan.chosen(row, rank)];
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

    private void countPerExpert(RoutingPlan plan, boolean[] isLeftOut) {
        Arrays.fill(starts, 0);
        for (int row = 0; row < plan.rows(); row++) {
            for (int rank = 0; rank < plan.count(row); rank++) {
                if (isGrouped(plan, row, rank, isLeftOut)) {
                    starts[plan.chosen(row, rank) + 1]++;
                }
            }
        }
        for (int expert = 0; expert < cursors.length; expert++) {
            starts[expert + 1] += starts[expert];
        }
    }

    private void scatter(RoutingPlan plan, FloatMatrix rows, boolean[] isLeftOut) {
        System.arraycopy(starts, 0, cursors, 0, cursors.length);
        for (int row = 0; row < plan.rows(); row++) {
            for (int rank = 0; rank < plan.count(row); rank++) {
                if (isGrouped(plan, row, rank, isLeftOut)) {
                    int position = cursors[plan.chosen(row, rank)]++;
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

    /// Whether the row's expert of that rank got the row here.
    public boolean isHere(int row, int rank) {
        return position(row, rank) != NOWHERE;
    }

    /// Which expert batch holds the row's expert of that rank; only for those that are [here][#isHere].
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
