// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.dispatch;

import dev.witan.kernels.FloatMatrix;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows that one expert has to answer: a range of rows of an input matrix, and the same range of an output matrix to
/// write the answers to. An expert may use them from `submit` until it completes the batch. The matrices are used again
/// for later batches, this object is not: a completion that comes twice or too late names a batch of the past, and is
/// told from that of a later one. Thread-safe but for the matrices.
public final class ExpertBatch {
    /// No deadline of its own: whoever submitted it watches over it.
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private final int index;
    private final int expert;
    private final int from;
    private final int rows;
    private final FloatMatrix input;
    private final FloatMatrix output;
    private final long deadlineNanos;
    private final Optional<String> traceparent;
    /// Both guarded by this.
    private @Nullable Runnable onCancel;

    private boolean isCancelled;

    /// A batch of a local expert, which answers on the spot.
    public ExpertBatch(int index, int expert, int from, int rows, FloatMatrix input, FloatMatrix output) {
        this(index, expert, from, rows, input, output, NO_DEADLINE, Optional.empty());
    }

    /// A batch that may take its time.
    ///
    /// @param index its number among the expert batches that were made with it
    /// @param expert the expert's index within its mixture
    /// @param from the first of its rows, in both matrices
    /// @param deadlineNanos the latest deadline of its rows, on the engine's clock, or [#NO_DEADLINE]
    /// @param traceparent the trace context of its first row
    public ExpertBatch(
            int index,
            int expert,
            int from,
            int rows,
            FloatMatrix input,
            FloatMatrix output,
            long deadlineNanos,
            Optional<String> traceparent) {
        this.index = index;
        this.expert = expert;
        this.from = from;
        this.rows = rows;
        this.input = input;
        this.output = output;
        this.deadlineNanos = deadlineNanos;
        this.traceparent = traceparent;
    }

    public int index() {
        return index;
    }

    public int expert() {
        return expert;
    }

    public int from() {
        return from;
    }

    public int rows() {
        return rows;
    }

    public FloatMatrix input() {
        return input;
    }

    public FloatMatrix output() {
        return output;
    }

    /// When nobody waits for any of its rows any more, on the engine's clock; [#NO_DEADLINE] where it has none.
    public long deadlineNanos() {
        return deadlineNanos;
    }

    public Optional<String> traceparent() {
        return traceparent;
    }

    /// Has `action` run once, when nobody wants the rows any more: at once if that is so already. An action that was
    /// given before is replaced. The batch must be completed all the same.
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!isCancelled) {
                onCancel = action;
                return;
            }
        }
        action.run();
    }

    /// Tells the expert that nobody wants the rows any more.
    public void cancel() {
        Runnable action;
        synchronized (this) {
            isCancelled = true;
            action = onCancel;
            onCancel = null;
        }
        if (action != null) {
            action.run();
        }
    }

    public synchronized boolean isCancelled() {
        return isCancelled;
    }
}
