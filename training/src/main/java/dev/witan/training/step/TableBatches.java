// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.training.features.Features;
import dev.witan.training.network.SeededNumbers;

/// Rows of a table that is held in memory: shuffled anew every epoch, on top of the order of the one before. Batches
/// share out the rows evenly, so that none is tiny. Owned by one thread.
public final class TableBatches implements BatchSource {
    private static final long SHUFFLE = 0x0DDE;

    private final Features features;
    private final int[] order;
    private final RowLabels labels;
    private final long seed;
    private final int rowsMax;
    private final int batches;
    private int shuffled;

    /// @param rows to learn from
    /// @param labels by row of the table
    /// @param batchRows rows of a batch at most
    /// @param seed of the order
    public TableBatches(Features features, int[] rows, RowLabels labels, int batchRows, long seed) {
        this.features = features;
        this.order = rows.clone();
        this.labels = labels;
        this.seed = seed;
        this.rowsMax = Math.min(batchRows, rows.length);
        this.batches = Math.max(1, rows.length / rowsMax);
    }

    @Override
    public int batches() {
        return batches;
    }

    @Override
    public int rowsMax() {
        return rowsMax;
    }

    @Override
    public TableBatch batch(int epoch, int index) {
        while (shuffled < epoch) {
            shuffled++;
            new SeededNumbers(seed, shuffled, SHUFFLE).shuffle(order, order.length);
        }
        int from = (int) ((long) order.length * index / batches);
        int to = (int) ((long) order.length * (index + 1) / batches);
        return new TableBatch(features, order, from, Math.min(to - from, rowsMax), labels);
    }
}
