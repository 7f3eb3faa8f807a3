// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One call of an expert with the rows of several visits. It ends once, by the first completion that names its
/// batch.
final class ExpertCall implements ExpertCompletion {
    /// Who is told that a call has ended.
    interface OnEnd {
        void ended(ExpertCall call, @Nullable WitanException cause);
    }

    final ExpertBatch batch;
    final CallMemory memory;
    final List<Visit> visits;
    final long startedNanos;
    /// Visits that somebody still wants; guarded by the lock of the queue.
    int wanted;
    /// The thread that hands it to the expert, until that has returned.
    volatile @Nullable Thread submitter;

    private final OnEnd onEnd;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    ExpertCall(ExpertBatch batch, CallMemory memory, List<Visit> visits, long startedNanos, OnEnd onEnd) {
        this.batch = batch;
        this.memory = memory;
        this.visits = visits;
        this.startedNanos = startedNanos;
        this.onEnd = onEnd;
        this.wanted = visits.size();
    }

    @Override
    public void answered(ExpertBatch ended) {
        end(ended, null);
    }

    @Override
    public void failed(ExpertBatch ended, WitanException cause) {
        end(ended, cause);
    }

    private void end(ExpertBatch ended, @Nullable WitanException cause) {
        if (ended == batch && hasEnded.compareAndSet(false, true)) {
            onEnd.ended(this, cause);
        }
    }
}
