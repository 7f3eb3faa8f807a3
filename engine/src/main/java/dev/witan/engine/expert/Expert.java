// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.util.Optional;

/// A submodel that answers rows. Work is submitted to it and completes later; a local expert completes on the spot,
/// on the submitting thread, and a slow one on a thread of its own, so that it never holds a lane. Thread-safe.
public interface Expert extends AutoCloseable {
    /// Batches at once, where an expert says nothing else.
    int IN_FLIGHT_MAX = 4;
    /// Rows of a batch, where an expert says nothing else.
    int BATCH_ROWS_MAX = 64;

    /// Its stable name within the mixture.
    String id();

    /// The digest of its component: two releases that share it share its instance and its memory.
    String digest();

    int inputs();

    int outputs();

    /// What one row costs, in multiply-adds of this machine; 0 when the work is done elsewhere.
    long multiplyAddsPerRow();

    /// Whether it completes on the submitting thread; only such an expert's batches are cut into tiles.
    boolean isLocal();

    /// The width of scratch that [#submit] needs of its caller; 0 when none.
    int scratchWidth();

    /// Answers `batch`, or fails, by calling `completion` once and in finite time; an exception thrown
    /// from here counts as a failure of the batch.
    ///
    /// @param scratch the submitting thread's; not to be used after `submit` returned
    void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion);

    /// Makes the first answer as quick as the later ones; called before the mixture is ready.
    ///
    /// @throws dev.witan.engine.error.WitanException UNAVAILABLE when the expert does not answer yet, which keeps
    ///     its mixture from nothing; another code when it can never answer as its mixture needs it
    default void warm() {}

    /// Whether the same row gets the same bits, whatever else is in its batch.
    default boolean isRepeatable() {
        return true;
    }

    /// How many batches it may have at once, if it is not local; the next one waits until one of them has ended.
    default int inFlightMax() {
        return IN_FLIGHT_MAX;
    }

    /// How many rows a batch of it may have, if it is not local.
    default int batchRowsMax() {
        return BATCH_ROWS_MAX;
    }

    /// Why it is known not to answer now; empty as long as nothing is known against it.
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /// Gives back what it holds, once no batch of it is pending.
    @Override
    default void close() {}
}
