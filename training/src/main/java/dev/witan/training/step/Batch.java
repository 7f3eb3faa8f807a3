// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

/// Some rows of a table, in a given order.
public final class Batch {
    private final int[] order;
    private final int from;
    private final int count;
    private final double[] targets;

    /// @param order rows of the table
    /// @param from where the batch begins in `order`
    /// @param count how many rows it has
    /// @param targets by row of the table, as the objective takes them
    public Batch(int[] order, int from, int count, double[] targets) {
        this.order = order;
        this.from = from;
        this.count = count;
        this.targets = targets;
    }

    int count() {
        return count;
    }

    int row(int index) {
        return order[from + index];
    }

    double target(int index) {
        return targets[row(index)];
    }
}
