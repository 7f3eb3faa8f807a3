// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

/// Told how far a table has been read. Called by the reading thread, and to return soon.
@FunctionalInterface
public interface ReadProgress {
    /// Called after every chunk.
    ///
    /// @param task what is going on, in a few words
    /// @param position how far it has come
    /// @param total how far there is to go, in the same unit; 0 if nobody knows
    /// @param rows read so far
    void read(String task, long position, long total, long rows);

    /// Listens to nothing.
    static ReadProgress none() {
        return (_, _, _, _) -> {};
    }
}
