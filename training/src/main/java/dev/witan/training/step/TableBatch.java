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
    private final RowLabels labels;

    /// @param order rows of the table
    /// @param from where the batch begins in `order`
    /// @param count how many rows it has
    /// @param labels by row of the table
    public TableBatch(Features features, int[] order, int from, int count, RowLabels labels) {
        this.features = features;
        this.order = order;
        this.from = from;
        this.count = count;
        this.labels = labels;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public double target(int index) {
        return labels.target(order[from + index], 0);
    }

    @Override
    public void targets(int index, double[] into) {
        for (int i = 0; i < labels.each(); i++) {
            into[i] = labels.target(order[from + index], i);
        }
    }

    @Override
    public double weight(int index) {
        return labels.weight(order[from + index]);
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
