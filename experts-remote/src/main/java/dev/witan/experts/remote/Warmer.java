// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.time.NanoClock;
import dev.witan.experts.remote.Wire.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Keeps some instances of a function from going to sleep: each `every` it sends as many tiny requests at once as there
/// are instances that nobody has kept busy since. Which instance takes a request is up to the platform. Thread-safe.
final class Warmer {
    private final Wire wire;
    private final Contract contract;
    private final int inputs;
    private final int outputs;
    private final Duration every;
    private final int instances;
    private final Duration answerMax;
    private final ColdStarts coldStarts;
    private final NanoClock clock;
    private final RemoteObserver observer;
    private final AtomicInteger inFlight = new AtomicInteger();
    /// The most calls that were in flight at once since the last turn.
    private final AtomicInteger busiest = new AtomicInteger();
    private volatile @Nullable ScheduledFuture<?> turns;

    Warmer(
            Wire wire,
            Contract contract,
            int inputs,
            int outputs,
            FunctionSettings settings,
            Duration answerMax,
            ColdStarts coldStarts,
            NanoClock clock,
            RemoteObserver observer) {
        this.wire = wire;
        this.contract = contract;
        this.inputs = inputs;
        this.outputs = outputs;
        this.every = settings.warmEvery();
        this.instances = settings.instances();
        this.answerMax = answerMax;
        this.coldStarts = coldStarts;
        this.clock = clock;
        this.observer = observer;
    }

    /// A call of somebody else's begins.
    void entered() {
        int now = inFlight.incrementAndGet();
        busiest.accumulateAndGet(now, Math::max);
    }

    /// It has ended.
    void left() {
        inFlight.decrementAndGet();
    }

    /// Has every instance but one started, by as many requests at once; ends when all of them have answered or failed.
    CompletableFuture<Void> wakeOthers() {
        return send(instances - 1);
    }

    /// Asks as many instances as nobody has kept busy since the last time; ends when they have answered or failed.
    CompletableFuture<Void> fill() {
        return send(instances - busiest.getAndSet(inFlight.get()));
    }

    private CompletableFuture<Void> send(int requests) {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            sent.add(send());
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<?> send() {
        long started = clock.nanos();
        Asked<Answer> asked = wire.ask(Question.ofZeros(inputs, outputs), contract, 0, new Traffic());
        return asked.reply()
                .orTimeout(answerMax.toNanos(), TimeUnit.NANOSECONDS)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        asked.cancel().run();
                        return false;
                    }
                    long ended = clock.nanos();
                    observer.warmed(coldStarts.judge(answer.coldStart(), ended - started, ended));
                    return true;
                });
    }

    /// Goes on filling, each `every`, until [#stop].
    void start(ScheduledExecutorService timer) {
        if (turns == null) {
            turns = timer.scheduleAtFixedRate(this::turn, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void turn() {
        var _ = fill();
    }

    void stop() {
        ScheduledFuture<?> running = turns;
        if (running != null) {
            running.cancel(false);
        }
    }
}
