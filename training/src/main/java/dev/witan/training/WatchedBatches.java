// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.step.Batch;
import dev.witan.training.step.BatchSource;

/// Batches that tell how far they are: an epoch of a large table takes long. Owned by one thread.
record WatchedBatches(BatchSource source, Progress.Run progress) implements BatchSource {
    @Override
    public int batches() {
        return source.batches();
    }

    @Override
    public int rowsMax() {
        return source.rowsMax();
    }

    @Override
    public Batch batch(int epoch, int index) {
        Batch batch = source.batch(epoch, index);
        progress.learns(epoch, index, source.batches(), batch.count());
        return batch;
    }
}
