// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.ComputeThreads.Job;
import dev.witan.engine.LaneBatch.Part;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// One thread that batches, gates, routes and combines, with the memory of the batches that it has on their way.
///
/// A batch is combined as soon as its local experts have answered, in the same turn unless they run beside the
/// lane; its rows that wait for other experts become [pending rows][PendingRows], and its memory is free. So a
/// slow expert holds neither the lane nor any row that does not need it. The lane's thread owns all of this;
/// other threads only wake it and complete expert batches.
final class Lane {
    private static final long WAIT_IN_FLIGHT_NANOS = 5_000_000;

    private final Engine engine;
    private final NanoClock clock;
    private final ArrayDeque<LaneBatch> free = new ArrayDeque<>();
    private final List<LaneBatch> inFlight = new ArrayList<>();
    private final RowEnds ends;
    private final PendingRows pending;
    private final Scratch scratch;
    private final AtomicInteger completions = new AtomicInteger();
    private int completionsSeen;
    private final Thread thread;
    private volatile boolean isParked;
    private volatile boolean canTake;
    private volatile boolean isStopped;

    Lane(Engine engine, Arena arena, ExpertQueues queues, int batches) {
        MoeLayer layer = engine.mixture().layer();
        Limits limits = engine.limits();
        this.engine = engine;
        this.clock = engine.clock();
        this.ends = new RowEnds(arena, layer, clock);
        this.pending = new PendingRows(queues, layer, ends, this::wake);
        this.scratch = Scratch.allocate(arena, limits.batchRowsMax(), layer.scratchWidth());
        for (int i = 0; i < batches; i++) {
            LayerWorkspace workspace = new LayerWorkspace(arena, layer, limits, clock, this::expertCompleted);
            free.add(new LaneBatch(workspace, limits.batchRowsMax()));
        }
        this.thread = Thread.ofPlatform().daemon().name("witan-lane").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!isStopped) {
            forgetInterrupt();
            try {
                if (!engine.step(this)) {
                    engine.idle(this);
                }
            } catch (RuntimeException | Error e) {
                engine.observer().laneBroke(e);
                failTaken(new WitanException(ErrorCode.INTERNAL, "the batch met a broken invariant: " + e, e));
            }
        }
        failTaken(new WitanException(ErrorCode.DRAINING, "the server shut down before the answer was there"));
    }

    /// What an expert left behind of an interrupt that it met means nothing here, and would keep the lane from
    /// parking.
    private static void forgetInterrupt() {
        Thread.interrupted();
    }

    boolean hasFreeBatch() {
        return !free.isEmpty();
    }

    LaneBatch freeBatch() {
        return free.getFirst();
    }

    /// Puts the free batch, now filled, in flight.
    LaneBatch open(long nowNanos) {
        LaneBatch batch = free.removeFirst();
        batch.takenNanos = nowNanos;
        inFlight.add(batch);
        engine.observer().batchFormed(batch.parts.size(), batch.rows());
        return batch;
    }

    /// Sends the rows of a batch that was just routed to those of their experts that are not local.
    void send(LaneBatch batch) {
        pending.send(batch, scratch);
    }

    /// Answers the rows whose experts have answered, expires what is past its deadline, and frees the batches whose
    /// local experts have ended. Answers whether anything moved.
    boolean settle(long nowNanos) {
        boolean progressed = completions.get() != completionsSeen;
        completionsSeen = completions.get();
        for (int i = inFlight.size() - 1; i >= 0; i--) {
            LaneBatch batch = inFlight.get(i);
            if (batch.isComputed()) {
                end(batch, nowNanos);
                batch.clear();
                inFlight.remove(i);
                free.addFirst(batch);
                progressed = true;
            } else {
                batch.expire(nowNanos);
            }
        }
        return pending.settle(nowNanos, scratch) || progressed;
    }

    private void end(LaneBatch batch, long nowNanos) {
        int rowsCombined = 0;
        for (Part part : batch.parts) {
            rowsCombined += batch.isBroken ? 0 : end(batch, part, nowNanos);
        }
        if (rowsCombined > 0) {
            engine.observer().combined(rowsCombined, clock.nanos() - nowNanos);
        }
        if (!batch.isBroken) {
            report(batch);
        }
    }

    /// Ends the rows of one request that have all they need, and lets the others wait. Answers how many were ended.
    private int end(LaneBatch batch, Part part, long nowNanos) {
        long startedNanos = clock.nanos();
        int ended = 0;
        for (int row = part.batchRow; row < part.batchRow + part.count; row++) {
            if (part.ticket.isEnded()) {
                pending.forget(batch.pending[row]);
                ended++;
            } else if (end(batch, part, row, nowNanos)) {
                ended++;
            }
        }
        if (ended > 0) {
            ends.answered(batch, part, ended, startedNanos);
        }
        return ended;
    }

    private boolean end(LaneBatch batch, Part part, int row, long nowNanos) {
        if (!part.ticket.wantsAnswer()) {
            ends.decide(batch, part, row);
            return true;
        }
        PendingRow waiting = batch.pending[row];
        if (waiting == null && ends.combine(batch, part, row)) {
            return true;
        }
        PendingRow left = waiting == null ? pending.open(batch, part, row) : waiting;
        ends.detach(left, batch.workspace, row);
        pending.add(left, nowNanos);
        return false;
    }

    private void report(LaneBatch batch) {
        engine.observer().gated(batch.rows(), batch.routedNanos - batch.takenNanos);
        engine.observer().batchEnded(batch.rows(), clock.nanos() - batch.takenNanos);
        ExpertAnswers answers = batch.workspace.answers;
        for (int index = 0; index < batch.workspace.dispatcher.batches(); index++) {
            ExpertBatch expertBatch = batch.workspace.dispatcher.batch(index);
            String expert =
                    engine.mixture().layer().experts().get(expertBatch.expert()).id();
            var cause = answers.cause(index);
            int spoiled = answers.spoiledRows(index);
            if (cause.isPresent()) {
                engine.observer()
                        .expertFailed(expert, expertBatch.rows(), cause.get().code());
            } else if (spoiled < expertBatch.rows()) {
                engine.observer().expertAnswered(expert, expertBatch.rows() - spoiled, answers.nanos(index));
            }
            if (spoiled > 0) {
                engine.observer().expertFailed(expert, spoiled, ErrorCode.EXPERT_FAILED);
            }
        }
    }

    /// Fails every request that the lane has taken. A batch that an expert still writes to stays in flight
    /// until the expert completes: its memory must not be reused before.
    private void failTaken(WitanException error) {
        for (LaneBatch batch : inFlight) {
            pending.abandon(batch);
            batch.fail(error);
        }
        for (LaneBatch batch : free) {
            batch.fail(error);
            batch.clear();
        }
        pending.fail(error);
    }

    private void expertCompleted() {
        completions.incrementAndGet();
        wake();
    }

    private void wake() {
        if (isParked) {
            LockSupport.unpark(thread);
        }
    }

    /// Computes what the local experts of a batch in flight have not begun, if there is no room to take another batch;
    /// answers whether there was anything.
    boolean help() {
        if (hasFreeBatch()) {
            return false;
        }
        for (LaneBatch batch : inFlight) {
            Job job = batch.job;
            if (job != null && job.needsHelp()) {
                job.help(scratch);
                return true;
            }
        }
        return false;
    }

    /// Wakes the lane if it is parked and could take a batch; answers whether so.
    boolean wakeToTake() {
        if (!isParked || !canTake) {
            return false;
        }
        isParked = false;
        LockSupport.unpark(thread);
        return true;
    }

    /// Parks until something may have happened, or comes straight back if it already has.
    void park() {
        canTake = hasFreeBatch();
        isParked = true;
        if (!mustGoOn()) {
            if (inFlight.isEmpty() && pending.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, WAIT_IN_FLIGHT_NANOS);
            }
        }
        isParked = false;
    }

    private boolean mustGoOn() {
        return isStopped
                || completions.get() != completionsSeen
                || pending.hasNews()
                || (hasFreeBatch() && engine.hasWaiting());
    }

    /// Asks the thread to stop and waits for it, but not for longer than `patience`: an expert may hold it.
    void stop(Duration patience) {
        isStopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether no expert may still write to the lane's memory, once the compute threads have stopped as well.
    boolean isIdle() {
        return !thread.isAlive() && inFlight.stream().allMatch(LaneBatch::isAtRest);
    }
}
