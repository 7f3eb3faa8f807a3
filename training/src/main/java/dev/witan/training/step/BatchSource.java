// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

/// The rows to learn from, in a new order every epoch, batch by batch. The same epoch and index give the same rows, so
/// that a training that was stopped goes on as if it had not been. Owned by one thread.
public interface BatchSource {
    /// Batches of an epoch.
    int batches();

    /// Rows of the largest batch.
    int rowsMax();

    /// One batch. Asked for in the order of the epochs and their indexes, possibly from the middle of an epoch on.
    ///
    /// @param epoch counted from 1
    /// @param index counted from 0
    Batch batch(int epoch, int index);
}
