// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.training.features.ChosenEmbeddings;
import dev.witan.training.features.TakenShares;
import dev.witan.training.network.SeededNumbers;

/// A row per task of every row of a table's batch: those of the first task, then those of the second, and so on.
final class TaskBatch implements Batch {
    private final TableBatch records;
    private final int[] starts;
    private final double[] all;

    /// @param starts per task where its numbers begin among those of a record, and then how many there are
    TaskBatch(TableBatch records, int[] starts) {
        this.records = records;
        this.starts = starts;
        this.all = new double[starts[starts.length - 1]];
    }

    @Override
    public int count() {
        return records.count() * (starts.length - 1);
    }

    @Override
    public double target(int index) {
        records.targets(index % records.count(), all);
        return all[starts[index / records.count()]];
    }

    /// Those of the row's task.
    @Override
    public void targets(int index, double[] into) {
        int task = index / records.count();
        records.targets(index % records.count(), all);
        System.arraycopy(all, starts[task], into, 0, starts[task + 1] - starts[task]);
    }

    @Override
    public double weight(int index) {
        return records.weight(index % records.count());
    }

    @Override
    public void encode(int index, float[] values, TakenShares taken, SeededNumbers random, ChosenEmbeddings chosen) {
        records.encodeAs(index, index % records.count(), values, taken, random, chosen);
    }
}
