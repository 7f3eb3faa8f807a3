// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.util.concurrent.CompletableFuture;

/// A way to ask one model at another place. Whatever it ends exceptionally with is a `WitanException`: UNAVAILABLE
/// where nobody answers, EXPERT_FAILED with the other end's reason where it does, INVALID_CONFIGURATION where it never
/// will as things are. Never blocks; thread-safe.
interface Wire extends AutoCloseable {
    /// Asks the other end what it is, and whether it is ready.
    ///
    /// @param nanosMax how long that may take
    Asked<Contract> describe(int inputs, int outputs, long nanosMax);

    /// Asks for answers.
    ///
    /// @param nanosMax after which nobody waits any more; told to the other end where it can be
    /// @param traffic counts the bytes
    Asked<Answer> ask(Question question, Contract contract, long nanosMax, Traffic traffic);

    @Override
    void close();

    /// Something that was asked and is being answered.
    ///
    /// @param cancel gives it up, here and where it can be there; the reply then ends somehow, and soon
    record Asked<T>(CompletableFuture<T> reply, Runnable cancel) {}
}
