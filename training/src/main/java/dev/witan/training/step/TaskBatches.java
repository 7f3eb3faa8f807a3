// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

/// The rows of a table for several tasks: each batch holds every one of its rows once per task. Owned by one thread.
public final class TaskBatches implements BatchSource {
    private final BatchSource records;
    private final int[] starts;

    /// @param starts per task where its numbers begin among those of a record, and then how many there are
    public TaskBatches(BatchSource records, int[] starts) {
        this.records = records;
        this.starts = starts.clone();
    }

    @Override
    public int batches() {
        return records.batches();
    }

    @Override
    public int rowsMax() {
        return records.rowsMax() * (starts.length - 1);
    }

    @Override
    public Batch batch(int epoch, int index) {
        return new TaskBatch((TableBatch) records.batch(epoch, index), starts);
    }
}
