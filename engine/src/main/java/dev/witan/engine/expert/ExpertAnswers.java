// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.time.NanoClock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// How the expert batches of one lane batch stand: pending, answered or failed. The lane opens it for every batch;
/// experts complete from any thread, and each batch is completed once, by the first completion that names it.
public final class ExpertAnswers implements ExpertCompletion {
    private enum State {
        COMPLETING,
        ANSWERED
    }

    private final NanoClock clock;
    private final Runnable progress;
    private final AtomicInteger pending = new AtomicInteger();
    /// For each expert batch the batch itself while it is pending, then a [State], or why it failed.
    private AtomicReferenceArray<Object> states = new AtomicReferenceArray<>(0);
    private long[] startedNanos = new long[0];
    private long[] endedNanos = new long[0];
    /// Rows whose answers are not finite numbers; the owner of the batch writes and reads it.
    private int[] spoiledRows = new int[0];

    /// Nothing is pending yet.
    ///
    /// @param progress run after every completion, on the completing thread
    public ExpertAnswers(NanoClock clock, Runnable progress) {
        this.clock = clock;
        this.progress = progress;
    }

    /// Starts over with the batches that `dispatcher` cut, all pending; none of the last ones may be pending still.
    public void open(Dispatcher dispatcher) {
        if (pending.get() != 0) {
            throw new IllegalStateException("expert batches must be settled before new ones: pending " + pending.get());
        }
        int batches = dispatcher.batches();
        if (states.length() < batches) {
            states = new AtomicReferenceArray<>(batches);
            startedNanos = new long[batches];
            endedNanos = new long[batches];
            spoiledRows = new int[batches];
        }
        for (int batch = 0; batch < batches; batch++) {
            states.set(batch, dispatcher.batch(batch));
            spoiledRows[batch] = 0;
        }
        pending.set(batches);
    }

    /// To be called by whoever submits a batch, just before.
    public void started(ExpertBatch batch) {
        startedNanos[batch.index()] = clock.nanos();
    }

    @Override
    public void answered(ExpertBatch batch) {
        settle(batch, State.ANSWERED);
    }

    @Override
    public void failed(ExpertBatch batch, WitanException cause) {
        settle(batch, cause);
    }

    private void settle(ExpertBatch batch, Object state) {
        int index = batch.index();
        long now = clock.nanos();
        if (states.compareAndSet(index, batch, State.COMPLETING)) {
            endedNanos[index] = now;
            states.set(index, state);
            pending.decrementAndGet();
            progress.run();
        }
    }

    public boolean isSettled(int batch) {
        return isAnswered(batch) || states.get(batch) instanceof WitanException;
    }

    public boolean isAnswered(int batch) {
        return states.get(batch) == State.ANSWERED;
    }

    /// Why a batch failed; empty unless it did.
    public Optional<WitanException> cause(int batch) {
        return states.get(batch) instanceof WitanException cause ? Optional.of(cause) : Optional.empty();
    }

    /// Counts a row of an answered batch whose answer is not a finite number. For the lane's thread alone.
    public void spoiled(int batch) {
        spoiledRows[batch]++;
    }

    /// How many rows of an answered batch were found not to be answered by finite numbers. For the lane's thread alone.
    public int spoiledRows(int batch) {
        return spoiledRows[batch];
    }

    /// How long a settled batch took.
    public long nanos(int batch) {
        return endedNanos[batch] - startedNanos[batch];
    }

    /// How many expert batches have not ended yet; only at 0 may their memory be used again.
    public int pending() {
        return pending.get();
    }
}
