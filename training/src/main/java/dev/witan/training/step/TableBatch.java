// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.training.features.ChosenEmbeddings;
import dev.witan.training.features.Features;
import dev.witan.training.features.TakenShares;
import dev.witan.training.network.SeededNumbers;

/// Some rows of a table, in a given order.
public final class TableBatch implements Batch {
    private final Features features;
    private final int[] order;
    private final int from;
    private final int count;
    private final double[] targets;
    private final int each;

    /// @param order rows of the table
    /// @param from where the batch begins in `order`
    /// @param count how many rows it has
    /// @param targets by row of the table, as the objective takes them
    /// @param each how many of them a row has
    public TableBatch(Features features, int[] order, int from, int count, double[] targets, int each) {
        this.features = features;
        this.order = order;
        this.from = from;
        this.count = count;
        this.targets = targets;
        this.each = each;
    }

    /// Rows with one number each.
    public TableBatch(Features features, int[] order, int from, int count, double[] targets) {
        this(features, order, from, count, targets, 1);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public double target(int index) {
        return targets[order[from + index] * each];
    }

    @Override
    public void targets(int index, double[] into) {
        System.arraycopy(targets, order[from + index] * each, into, 0, each);
    }

    @Override
    public int tableRow(int index) {
        return order[from + index];
    }

    @Override
    public void encode(int index, float[] values, TakenShares taken, SeededNumbers random, ChosenEmbeddings chosen) {
        encodeAs(index, index, values, taken, random, chosen);
    }

    /// Encodes a row whose embeddings are those of another row to whoever receives them.
    void encodeAs(
            int row, int index, float[] values, TakenShares taken, SeededNumbers random, ChosenEmbeddings chosen) {
        features.encode(order[from + index], values, taken, random, chosen, row);
    }
}
