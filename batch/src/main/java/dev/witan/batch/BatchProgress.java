// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

/// Is told how far a run is, after every chunk, on the thread that runs it.
@FunctionalInterface
public interface BatchProgress {
    /// Says how far it is.
    ///
    /// @param rows that this run has dealt with, without those of earlier ones
    /// @param position how far the input is written out, in the same unit as `total`
    /// @param total 0 if nobody knows
    void progress(long rows, long position, long total);
}
