// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.experts.remote.Wire.Asked;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is known of the other end: what it is, and whether it answers. Thread-safe.
///
/// An end that does not answer is left alone, so that it costs its mixture nothing but the answer, and probed: soon at
/// first, then less and less often. A probe asks what it is again, for it may come back as something else.
final class Peer {
    private static final long PROBE_NANOS_FIRST = Duration.ofMillis(50).toNanos();
    private static final long PROBE_NANOS_MOST = Duration.ofSeconds(2).toNanos();

    private final Wire wire;
    private final int inputs;
    private final int outputs;
    private final long answerNanosMax;
    private final ScheduledExecutorService timer;
    private final RemoteObserver observer;
    /// All guarded by this.
    private @Nullable CompletableFuture<Contract> contract;

    private @Nullable WitanException down;
    private long probeNanos = PROBE_NANOS_FIRST;
    private boolean isClosed;

    /// @param answerNanosMax how long the other end may take to say what it is
    Peer(
            Wire wire,
            int inputs,
            int outputs,
            long answerNanosMax,
            ScheduledExecutorService timer,
            RemoteObserver observer) {
        this.wire = wire;
        this.inputs = inputs;
        this.outputs = outputs;
        this.answerNanosMax = answerNanosMax;
        this.timer = timer;
        this.observer = observer;
    }

    /// Why nothing is to be sent now; empty while the other end is not known to be down.
    synchronized Optional<WitanException> refusal() {
        return Optional.ofNullable(down);
    }

    /// What the other end is, which is asked where it is not known yet.
    synchronized CompletableFuture<Contract> contract() {
        CompletableFuture<Contract> known = contract;
        if (known == null || known.isCompletedExceptionally()) {
            known = describe();
            contract = known;
        }
        return known;
    }

    private CompletableFuture<Contract> describe() {
        Asked<Contract> asked = wire.describe(inputs, outputs, answerNanosMax);
        return asked.reply()
                .orTimeout(answerNanosMax, TimeUnit.NANOSECONDS)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        asked.cancel().run();
                    }
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(Failures.of(failure)));
    }

    /// Notes that the other end did not answer.
    void fell(WitanException why) {
        synchronized (this) {
            if (down != null || isClosed) {
                return;
            }
            down = known(why);
            probeNanos = PROBE_NANOS_FIRST;
            probeLater();
        }
        observer.fell(why.reason());
    }

    private static WitanException known(WitanException why) {
        return new WitanException(ErrorCode.UNAVAILABLE, "not asked, for it is down: " + why.reason(), why);
    }

    private void probeLater() {
        var _ = timer.schedule(this::probe, probeNanos, TimeUnit.NANOSECONDS);
        probeNanos = Math.min(2 * probeNanos, PROBE_NANOS_MOST);
    }

    private synchronized void probe() {
        if (!isClosed) {
            CompletableFuture<Contract> said = describe();
            contract = said;
            var _ = said.whenComplete((_, failure) -> probed(failure));
        }
    }

    private void probed(@Nullable Throwable failure) {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            if (failure != null) {
                down = known(Failures.of(failure));
                probeLater();
                return;
            }
            down = null;
        }
        observer.rose();
    }

    synchronized void close() {
        isClosed = true;
    }
}
