// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.time.NanoClock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/// How the expert batches of one lane batch stand: pending, answered or failed. The lane opens it for every batch;
/// experts complete from any thread, and each completion counts once.
public final class ExpertAnswers implements ExpertCompletion {
    private static final int PENDING = 0;
    private static final int ANSWERED = 1;
    private static final int FAILED = 2;

    private final NanoClock clock;
    private final Runnable progress;
    private final AtomicInteger pending = new AtomicInteger();
    private AtomicIntegerArray states = new AtomicIntegerArray(0);
    private @Nullable WitanException[] causes = new WitanException[0];
    private long[] startedNanos = new long[0];
    private long[] endedNanos = new long[0];

    /// Nothing is pending yet.
    ///
    /// @param progress run after every completion, on the completing thread
    public ExpertAnswers(NanoClock clock, Runnable progress) {
        this.clock = clock;
        this.progress = progress;
    }

    /// Starts over with `batches` pending expert batches; none of the last ones may be pending still.
    public void open(int batches) {
        if (pending.get() != 0) {
            throw new IllegalStateException("expert batches must be settled before new ones: pending " + pending.get());
        }
        if (states.length() < batches) {
            states = new AtomicIntegerArray(batches);
            causes = new WitanException[batches];
            startedNanos = new long[batches];
            endedNanos = new long[batches];
        }
        for (int batch = 0; batch < batches; batch++) {
            states.setPlain(batch, PENDING);
        }
        Arrays.fill(causes, null);
        pending.set(batches);
    }

    /// To be called by whoever submits a batch, just before.
    public void started(ExpertBatch batch) {
        startedNanos[batch.index()] = clock.nanos();
    }

    @Override
    public void answered(ExpertBatch batch) {
        settle(batch, ANSWERED, null);
    }

    @Override
    public void failed(ExpertBatch batch, WitanException cause) {
        settle(batch, FAILED, cause);
    }

    private void settle(ExpertBatch batch, int state, @Nullable WitanException cause) {
        int index = batch.index();
        long now = clock.nanos();
        if (states.get(index) != PENDING) {
            return;
        }
        endedNanos[index] = now;
        causes[index] = cause;
        if (states.compareAndSet(index, PENDING, state)) {
            pending.decrementAndGet();
            progress.run();
        }
    }

    public boolean isSettled(int batch) {
        return states.get(batch) != PENDING;
    }

    public boolean isAnswered(int batch) {
        return states.get(batch) == ANSWERED;
    }

    /// Why a batch failed; empty unless it did.
    public Optional<WitanException> cause(int batch) {
        return Optional.ofNullable(causes[batch]);
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
