// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.Urgent;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.FloatMatrix;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One row's visit to an expert for which it may have to wait: what it brings, and what came of it. It is
/// settled once, from any thread, unless whoever sent it left before. Thread-safe.
public final class Visit implements Urgent {
    private enum Mark {
        WAITING,
        ANSWERED,
        LEFT
    }

    private final float[] rows;
    private final int from;
    private final int priority;
    private final long deadlineNanos;
    private final String traceparent;
    private final Runnable onSettled;
    /// A [Mark], or why it failed.
    private final AtomicReference<Object> state = new AtomicReference<>(Mark.WAITING);
    /// Written before the state says so.
    private float[] output = {};

    private long nanos;
    /// Whether it waits in its queue, and the call that carries it; guarded by the queue's lock.
    boolean isQueued;

    @Nullable
    ExpertCall call;

    /// A visit that has not set out.
    ///
    /// @param rows holds the row's values from `from` on; not to be changed while the visit lasts
    /// @param traceparent the trace context of the request, `""` when there is none
    /// @param onSettled run once, when the visit was answered or failed; short, since the
    ///        expert's thread runs it
    public Visit(float[] rows, int from, int priority, long deadlineNanos, String traceparent, Runnable onSettled) {
        this.rows = rows;
        this.from = from;
        this.priority = priority;
        this.deadlineNanos = deadlineNanos;
        this.traceparent = traceparent;
        this.onSettled = onSettled;
    }

    /// A visit that never takes place.
    public static Visit refused(WitanException cause) {
        Visit visit = new Visit(new float[0], 0, 1, 0, "", () -> {});
        visit.state.set(cause);
        return visit;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    Optional<String> traceparent() {
        return traceparent.isEmpty() ? Optional.empty() : Optional.of(traceparent);
    }

    void writeTo(FloatMatrix input, int row) {
        input.copyRowFrom(row, rows, from);
    }

    /// Takes the row's output from a row of `outputs`.
    void answer(FloatMatrix outputs, int row, long callNanos) {
        float[] values = new float[outputs.columns()];
        outputs.copyRowTo(row, values, 0);
        if (isWaiting()) {
            output = values;
            nanos = callNanos;
            settle(Mark.ANSWERED);
        }
    }

    void fail(WitanException cause) {
        settle(cause);
    }

    private void settle(Object outcome) {
        if (state.compareAndSet(Mark.WAITING, outcome)) {
            onSettled.run();
        }
    }

    /// Marks that nobody wants it any more; answers whether it was still waiting.
    boolean abandon() {
        return state.compareAndSet(Mark.WAITING, Mark.LEFT);
    }

    /// Whether it is neither settled nor left.
    public boolean isWaiting() {
        return state.get() == Mark.WAITING;
    }

    public boolean isAnswered() {
        return state.get() == Mark.ANSWERED;
    }

    /// Why it failed; empty unless it did.
    public Optional<WitanException> cause() {
        return state.get() instanceof WitanException cause ? Optional.of(cause) : Optional.empty();
    }

    /// What the expert said; only of a visit that was answered, and not to be changed.
    public float[] output() {
        return output;
    }

    /// How long the call took that answered it.
    public long nanos() {
        return nanos;
    }
}
