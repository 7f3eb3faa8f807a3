// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

/// Told how far a training has come. Called by the training thread, and to return soon.
@FunctionalInterface
public interface ProgressListener {
    /// Called after every epoch.
    ///
    /// @param step steps done, of all that are to be done
    /// @param message what is going on, in a few words
    void progress(long step, long total, String message);

    /// Listens to nothing.
    static ProgressListener none() {
        return (_, _, _) -> {};
    }
}
