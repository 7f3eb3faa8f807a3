// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

/// Told how far a training has come. Called by the training thread, and to return soon.
@FunctionalInterface
public interface ProgressListener {
    /// Called after every epoch, and more often where epochs are long.
    ///
    /// @param step steps done, of all that are to be done; each takes about as long as any other
    /// @param total of all steps; it may change once more is known
    /// @param message what is going on, in a few words
    void progress(long step, long total, String message);

    /// Called before steps count as done that nobody had to do, such as those of a run before this one.
    default void skipped(long steps) {}

    /// Listens to nothing.
    static ProgressListener none() {
        return (_, _, _) -> {};
    }
}
