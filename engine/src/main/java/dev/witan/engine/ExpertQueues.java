// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.CallObserver;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertQueue;
import dev.witan.engine.time.NanoClock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The queues of the experts for which rows may have to wait: all that are not local, and the fallback. And the
/// places that there are for rows that wait. Shared by an engine's lanes; thread-safe.
final class ExpertQueues {
    private final @Nullable ExpertQueue[] queues;
    private final boolean[] isElsewhere;
    private final boolean isAnyElsewhere;
    private final int pendingRowsMax;
    private final AtomicInteger pendingRows = new AtomicInteger();

    ExpertQueues(MoeLayer layer, Limits limits, NanoClock clock, EngineObserver observer) {
        List<Expert> experts = layer.experts();
        this.queues = new ExpertQueue[experts.size()];
        this.isElsewhere = layer.elsewhere();
        this.pendingRowsMax = limits.pendingRowsMax();
        boolean isAny = false;
        for (int index = 0; index < queues.length; index++) {
            isAny |= isElsewhere[index];
            if (isElsewhere[index] || index == layer.rule().fallback()) {
                Expert expert = experts.get(index);
                int rowsMax = expert.isLocal() ? limits.batchRowsMax() : Integer.MAX_VALUE;
                queues[index] = new ExpertQueue(expert, index, rowsMax, layer.kernels(), clock, observing(observer));
            }
        }
        this.isAnyElsewhere = isAny;
    }

    private static CallObserver observing(EngineObserver observer) {
        return new CallObserver() {
            @Override
            public void answered(Expert expert, int rows, long nanos) {
                observer.expertAnswered(expert.id(), rows, nanos);
            }

            @Override
            public void failed(Expert expert, int rows, ErrorCode code) {
                observer.expertFailed(expert.id(), rows, code);
            }
        };
    }

    boolean isAnyElsewhere() {
        return isAnyElsewhere;
    }

    boolean isElsewhere(int expert) {
        return isElsewhere[expert];
    }

    ExpertQueue of(int expert) {
        return Objects.requireNonNull(queues[expert]);
    }

    /// Takes a place for a row that is going to wait; answers whether there was one.
    boolean enter() {
        if (pendingRows.incrementAndGet() > pendingRowsMax) {
            pendingRows.decrementAndGet();
            return false;
        }
        return true;
    }

    void exit() {
        pendingRows.decrementAndGet();
    }

    int pendingRows() {
        return pendingRows.get();
    }

    /// How long rows have been with an expert that is not local, one after the other; 0 for a local one.
    long rowNanos(int expert) {
        return isElsewhere[expert] ? of(expert).rowNanos() : 0;
    }

    /// Why a row that found no place does without its experts.
    WitanException full() {
        return new WitanException(
                ErrorCode.UNAVAILABLE,
                "%d rows wait already for experts that are not local (pendingRowsMax)".formatted(pendingRowsMax));
    }

    /// Sends nothing any more, and has experts told that nobody waits for what they have.
    void close() {
        for (ExpertQueue queue : queues) {
            if (queue != null) {
                queue.close();
            }
        }
    }

    /// Whether no expert has anything to do any more.
    boolean isIdle() {
        for (ExpertQueue queue : queues) {
            if (queue != null && queue.callsInFlight() > 0) {
                return false;
            }
        }
        return true;
    }
}
