// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.LaneBatch.Part;
import dev.witan.engine.combine.Coverage;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.response.Timings;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.engine.time.NanoClock;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// One thread that batches, gates, routes and combines, with the memory of the batches that it has on their way.
///
/// A batch whose experts all answered on the spot is combined in the same turn. One that waits for a slow expert stays
/// in flight while the lane goes on with others; each of its requests is answered as soon as its own rows are there.
/// The lane's thread owns all of this; other threads only call [#wakeToTake] and complete expert batches.
final class Lane {
    private static final long WAIT_IN_FLIGHT_NANOS = 5_000_000;

    private final Engine engine;
    private final NanoClock clock;
    private final ArrayDeque<LaneBatch> free = new ArrayDeque<>();
    private final List<LaneBatch> inFlight = new ArrayList<>();
    private final DecisionRecorder decisions;
    private final AtomicInteger completions = new AtomicInteger();
    private int completionsSeen;
    private final Thread thread;
    private volatile boolean isParked;
    private volatile boolean canTake;
    private volatile boolean isStopped;

    Lane(Engine engine, Arena arena, MoeLayer layer, Limits limits, NanoClock clock) {
        this.engine = engine;
        this.clock = clock;
        this.decisions = new DecisionRecorder(layer);
        for (int i = 0; i < limits.batchesInFlightMax(); i++) {
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

    /// What an expert left behind of an interrupt that it met means nothing here, and would keep the lane from parking.
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

    /// Answers the requests whose rows are all there, expires those past their deadline, and frees the batches that
    /// nobody needs any more. Answers whether anything moved.
    boolean settle(long nowNanos) {
        boolean progressed = completions.get() != completionsSeen;
        completionsSeen = completions.get();
        for (int i = inFlight.size() - 1; i >= 0; i--) {
            LaneBatch batch = inFlight.get(i);
            progressed |= settle(batch, nowNanos);
            if (batch.isDone()) {
                if (!batch.isBroken) {
                    report(batch);
                }
                batch.clear();
                inFlight.remove(i);
                free.addFirst(batch);
            }
        }
        return progressed;
    }

    private boolean settle(LaneBatch batch, long nowNanos) {
        boolean progressed = false;
        int rowsCombined = 0;
        for (Part part : batch.parts) {
            if (part.isClosed) {
                continue;
            }
            if (isSettled(batch, part)) {
                answer(batch, part);
                rowsCombined += part.count;
                part.isClosed = true;
            } else if (part.ticket.isEnded() || part.ticket.isExpired(nowNanos)) {
                part.ticket.expire();
                part.isClosed = true;
            }
            progressed |= part.isClosed;
        }
        if (rowsCombined > 0) {
            engine.observer().combined(rowsCombined, clock.nanos() - nowNanos);
        }
        return progressed;
    }

    private static boolean isSettled(LaneBatch batch, Part part) {
        ExpertAnswers answers = batch.workspace.answers;
        if (answers.pending() == 0) {
            return true;
        }
        RoutingPlan plan = batch.workspace.plan;
        for (int row = part.batchRow; row < part.batchRow + part.count; row++) {
            for (int rank = 0; rank < plan.fanOut() && plan.chosen(row, rank) != RoutingPlan.NONE; rank++) {
                if (!answers.isSettled(batch.workspace.dispatcher.batchOf(row, rank))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void answer(LaneBatch batch, Part part) {
        Ticket ticket = part.ticket;
        long startedNanos = clock.nanos();
        for (int i = 0; i < part.count && !ticket.isEnded(); i++) {
            int batchRow = part.batchRow + i;
            if (!batch.workspace.plan.isRouted(batchRow)) {
                ticket.fail(ErrorCode.INTERNAL, "the gate's score is not a number for row " + (part.ticketRow + i));
                return;
            }
            Coverage coverage = engine.combine(batch, batchRow);
            switch (coverage) {
                case COMPLETE, PARTIAL ->
                    ticket.answer(part.ticketRow + i, batch.workspace, batchRow, coverage == Coverage.PARTIAL);
                case NONE -> ticket.fail(noExpertAnswered(batch, batchRow));
                case NOT_FINITE ->
                    ticket.fail(
                            ErrorCode.EXPERT_FAILED,
                            "the experts' combined output is not finite for row " + (part.ticketRow + i));
            }
            if (ticket.wantsExplanation()) {
                ticket.explain(part.ticketRow + i, decisions.record(batch.workspace, batchRow));
            }
        }
        ticket.answered(part.count, timings(batch, ticket, startedNanos));
    }

    private static WitanException noExpertAnswered(LaneBatch batch, int row) {
        int first = batch.workspace.dispatcher.batchOf(row, 0);
        String cause =
                batch.workspace.answers.cause(first).map(WitanException::reason).orElse("unknown");
        return new WitanException(ErrorCode.EXPERT_FAILED, "no chosen expert answered; the first one: " + cause);
    }

    private Timings timings(LaneBatch batch, Ticket ticket, long combineStartedNanos) {
        long now = clock.nanos();
        return new Timings(
                ticket.encodeNanos,
                batch.takenNanos - ticket.admittedNanos - ticket.encodeNanos,
                batch.routedNanos - batch.takenNanos,
                combineStartedNanos - batch.routedNanos,
                now - combineStartedNanos,
                now - ticket.admittedNanos);
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
            if (cause.isPresent()) {
                engine.observer()
                        .expertFailed(expert, expertBatch.rows(), cause.get().code());
            } else {
                engine.observer().expertAnswered(expert, expertBatch.rows(), answers.nanos(index));
            }
        }
    }

    /// Fails every request that the lane has taken. A batch that an expert still writes to stays in flight until the
    /// expert completes: its memory must not be reused before.
    private void failTaken(WitanException error) {
        for (LaneBatch batch : inFlight) {
            batch.fail(error);
        }
        for (LaneBatch batch : free) {
            batch.fail(error);
            batch.clear();
        }
    }

    private void expertCompleted() {
        completions.incrementAndGet();
        if (isParked) {
            LockSupport.unpark(thread);
        }
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
        boolean mustGoOn = isStopped || completions.get() != completionsSeen || (hasFreeBatch() && engine.hasWaiting());
        if (!mustGoOn && inFlight.isEmpty()) {
            LockSupport.park(this);
        } else if (!mustGoOn) {
            LockSupport.parkNanos(this, WAIT_IN_FLIGHT_NANOS);
        }
        isParked = false;
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

    /// Whether no expert may still write to the lane's memory.
    boolean isIdle() {
        return !thread.isAlive() && inFlight.stream().allMatch(LaneBatch::isDone);
    }
}
