// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

/// Told how far a table has been read. Called by the reading thread, and to return soon.
@FunctionalInterface
public interface ReadProgress {
    /// One pass over a table.
    ///
    /// @param task what is going on, in a few words
    /// @param index of the pass, from 0
    /// @param count of all passes
    /// @param columns that are read
    record Pass(String task, int index, int count, int columns) {}

    /// Called after every chunk.
    ///
    /// @param position how far the pass has come
    /// @param total how far there is to go, in the same unit; 0 if nobody knows
    /// @param rows read so far
    void read(Pass pass, long position, long total, long rows);

    /// Listens to nothing.
    static ReadProgress none() {
        return (_, _, _, _) -> {};
    }
}
