// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.time.Duration;
import java.util.Optional;

/// Tells which calls to a function had to wait for it to start. Thread-safe.
///
/// Where the function says so itself, that is it. Where it does not, a call was cold that took more than five times as
/// long as a warm one usually does, and at least 20 ms longer. What is usual is learned: until eight warm calls are
/// known, the first call is cold, and so is the first after a minute without any.
final class ColdStarts {
    private static final int TIMES_USUAL = 5;
    private static final long LONGER_NANOS = Duration.ofMillis(20).toNanos();
    private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int KNOWN = 8;
    private static final double WARM_SHARE = 1 / 8.0;
    /// Small, but not zero: a function that has become slower for good is not cold for ever.
    private static final double COLD_SHARE = 1 / 64.0;

    /// Guarded by this.
    private int warmCalls;

    private double usualNanos;
    private boolean hasEnded;
    private long lastEndedNanos;

    /// Judges a call that was answered.
    ///
    /// @param said what the function says
    /// @param endedNanos when the call ended
    synchronized RemoteObserver.Start judge(Optional<Boolean> said, long nanos, long endedNanos) {
        boolean wasLong = !hasEnded || endedNanos - nanos - lastEndedNanos > IDLE_NANOS;
        boolean isCold = said.orElseGet(() -> warmCalls < KNOWN ? wasLong : isUnusual(nanos));
        learn(nanos, isCold);
        hasEnded = true;
        lastEndedNanos = endedNanos;
        return isCold ? RemoteObserver.Start.COLD : RemoteObserver.Start.WARM;
    }

    private boolean isUnusual(long nanos) {
        return nanos > TIMES_USUAL * usualNanos && nanos > usualNanos + LONGER_NANOS;
    }

    private void learn(long nanos, boolean isCold) {
        if (!isCold) {
            usualNanos += (nanos - usualNanos) * (warmCalls < KNOWN ? 1.0 / (warmCalls + 1) : WARM_SHARE);
            warmCalls = Math.min(warmCalls + 1, KNOWN);
        } else if (warmCalls == KNOWN) {
            usualNanos += (nanos - usualNanos) * COLD_SHARE;
        }
    }
}
