// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.experts.remote.RemoteObserver.Start;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/// Tells cold calls to a function from warm ones, and keeps it warm where that is asked for.
final class FunctionCare implements Care {
    private final ColdStarts coldStarts;
    private final Warmer warmer;
    private final ScheduledExecutorService timer;
    private final boolean isKeptWarm;

    FunctionCare(ColdStarts coldStarts, Warmer warmer, ScheduledExecutorService timer, FunctionSettings settings) {
        this.coldStarts = coldStarts;
        this.warmer = warmer;
        this.timer = timer;
        this.isKeptWarm = settings.isKeptWarm();
    }

    @Override
    public CompletableFuture<Void> wake() {
        return isKeptWarm ? warmer.wakeOthers() : Care.super.wake();
    }

    @Override
    public void begin() {
        if (isKeptWarm) {
            warmer.start(timer);
        }
    }

    @Override
    public void entered() {
        warmer.entered();
    }

    @Override
    public void left() {
        warmer.left();
    }

    /// A platform runs a call to its end anyway, and it may be the one that wakes an instance for the next. One that
    /// was given up would make room for another, which would have to start an instance of its own.
    @Override
    public boolean givesUp() {
        return false;
    }

    @Override
    public Start judge(Optional<Boolean> said, long nanos, long endedNanos) {
        return coldStarts.judge(said, nanos, endedNanos);
    }

    @Override
    public void end() {
        warmer.stop();
    }
}
