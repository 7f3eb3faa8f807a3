// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.dispatch.UrgencyQueue;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where rows wait for one expert, across requests and lane batches, when they can't be answered on the spot.
///
/// While the expert has a call free a lone row goes at once; while all its calls are in flight rows gather, and
/// the next call takes all that wait, as far as [CallCost] finds it worth it: the most urgent first, and none
/// that is past its deadline or that nobody wants any more. A call whose rows nobody wants any more is
/// cancelled. Its rows lie in memory of the call's own, so that a slow expert holds nobody else's.
///
/// Calls are handed over on the thread that brought the rows or ended the call before. Thread-safe.
public final class ExpertQueue {
    private static final int LEFT_LEAST = 64;

    private final Expert expert;
    private final int index;
    private final int rowsMax;
    private final Kernels kernels;
    private final NanoClock clock;
    private final CallObserver observer;
    private final Scratch none = Scratch.allocate(Arena.ofAuto(), 1, 1);
    private final ReentrantLock lock = new ReentrantLock();
    /// All of these are guarded by the lock.
    private final UrgencyQueue<Visit> waiting = new UrgencyQueue<>();

    private final ArrayDeque<CallMemory> free = new ArrayDeque<>();
    private final List<ExpertCall> inFlight = new ArrayList<>();
    private final CallCost cost = new CallCost();
    private int calls;
    private int leftWaiting;
    private int rowsInFlight;
    private long rowNanos;
    private long countedNanos;
    private boolean isClosed;

    /// A queue for the expert of that index in its mixture.
    ///
    /// @param rowsMax rows of a call, if the expert does not ask for fewer
    public ExpertQueue(Expert expert, int index, int rowsMax, Kernels kernels, NanoClock clock, CallObserver observer) {
        if (!expert.isLocal() && expert.scratchWidth() > 0) {
            throw new IllegalArgumentException("an expert that is not local gets no scratch: '%s' asks for %d columns"
                    .formatted(expert.id(), expert.scratchWidth()));
        }
        this.expert = expert;
        this.index = index;
        this.rowsMax = Math.min(rowsMax, expert.batchRowsMax());
        this.kernels = kernels;
        this.clock = clock;
        this.observer = observer;
        this.countedNanos = clock.nanos();
    }

    /// Lets rows wait, and sends what may go.
    ///
    /// @param scratch the calling thread's, for an expert that computes here
    public void add(List<Visit> visits, Scratch scratch) {
        lock.lock();
        try {
            count();
            visits.forEach(this::queue);
        } finally {
            lock.unlock();
        }
        send(expert.isLocal() ? scratch : none);
    }

    private void queue(Visit visit) {
        visit.isQueued = true;
        waiting.add(visit);
    }

    /// Gives a visit up; it is not settled any more.
    public void leave(Visit visit) {
        ExpertCall unwanted = null;
        lock.lock();
        try {
            if (visit.abandon()) {
                count();
                unwanted = left(visit);
            }
        } finally {
            lock.unlock();
        }
        if (unwanted != null) {
            unwanted.batch.cancel();
        }
    }

    /// Answers the call that nobody wants any more since that visit left, if there is one.
    private @Nullable ExpertCall left(Visit visit) {
        ExpertCall call = visit.call;
        if (call != null) {
            call.wanted--;
            return call.wanted == 0 ? call : null;
        }
        if (visit.isQueued) {
            leftWaiting++;
            forgetLeft();
        }
        return null;
    }

    /// Removes the visits that left, once there are enough of them to be worth the walk.
    private void forgetLeft() {
        if (leftWaiting >= LEFT_LEAST && 2 * leftWaiting >= waiting.size()) {
            waiting.removeIf(it -> !it.isWaiting());
            leftWaiting = 0;
        }
    }

    private void send(Scratch scratch) {
        List<Visit> late = new ArrayList<>();
        for (ExpertCall call = next(late); call != null; call = next(late)) {
            submit(call, scratch);
        }
        late.forEach(visit -> visit.fail(new WitanException(
                ErrorCode.DEADLINE_EXCEEDED, "the deadline passed while the row waited for the expert")));
    }

    private @Nullable ExpertCall next(List<Visit> late) {
        lock.lock();
        try {
            if (isClosed || inFlight.size() >= expert.inFlightMax()) {
                return null;
            }
            List<Visit> visits = takeWaiting(late);
            return visits.isEmpty() ? null : open(visits);
        } finally {
            lock.unlock();
        }
    }

    private List<Visit> takeWaiting(List<Visit> late) {
        int rows = cost.rows(waiting.size() - leftWaiting, rowsMax);
        long now = clock.nanos();
        count();
        List<Visit> visits = new ArrayList<>(rows);
        while (visits.size() < rows && !waiting.isEmpty()) {
            Visit visit = waiting.removeFirst();
            visit.isQueued = false;
            if (!visit.isWaiting()) {
                leftWaiting--;
            } else if (visit.deadlineNanos() - now <= 0) {
                late.add(visit);
            } else {
                visits.add(visit);
            }
        }
        return visits;
    }

    private ExpertCall open(List<Visit> visits) {
        CallMemory memory =
                free.isEmpty() ? new CallMemory(rowsMax, expert.inputs(), expert.outputs()) : free.removeFirst();
        long deadlineNanos = visits.getFirst().deadlineNanos();
        for (int row = 0; row < visits.size(); row++) {
            Visit visit = visits.get(row);
            visit.writeTo(memory.input, row);
            if (visit.deadlineNanos() - deadlineNanos > 0) {
                deadlineNanos = visit.deadlineNanos();
            }
        }
        ExpertBatch batch = new ExpertBatch(
                calls++,
                index,
                0,
                visits.size(),
                memory.input,
                memory.output,
                deadlineNanos,
                visits.getFirst().traceparent());
        ExpertCall call = new ExpertCall(batch, memory, visits, clock.nanos(), this::ended);
        visits.forEach(visit -> visit.call = call);
        inFlight.add(call);
        rowsInFlight += visits.size();
        return call;
    }

    private void submit(ExpertCall call, Scratch scratch) {
        call.submitter = Thread.currentThread();
        try {
            expert.submit(call.batch, kernels, scratch, call);
        } catch (RuntimeException | Error e) {
            String reason = "expert '" + expert.id() + "' broke: " + e;
            call.failed(call.batch, new WitanException(ErrorCode.EXPERT_FAILED, reason, e));
        } finally {
            call.submitter = null;
        }
    }

    private void ended(ExpertCall call, @Nullable WitanException cause) {
        long nanos = clock.nanos() - call.startedNanos;
        tell(call, cause, nanos);
        lock.lock();
        try {
            count();
            inFlight.remove(call);
            rowsInFlight -= call.visits.size();
            free.addFirst(call.memory);
            if (cause == null) {
                cost.observe(call.batch.rows(), nanos);
            }
        } finally {
            lock.unlock();
        }
        if (!Thread.currentThread().equals(call.submitter) && !expert.isLocal()) {
            send(none);
        }
    }

    private void tell(ExpertCall call, @Nullable WitanException cause, long nanos) {
        if (cause == null) {
            tellAnswers(call, nanos);
            return;
        }
        observer.failed(expert, call.batch.rows(), cause.code());
        call.visits.forEach(visit -> visit.fail(cause));
    }

    private void tellAnswers(ExpertCall call, long nanos) {
        FloatMatrix outputs = call.memory.output;
        int rows = call.visits.size();
        int spoiled = 0;
        for (int row = 0; row < rows; row++) {
            spoiled += outputs.isFinite(row) ? 0 : 1;
        }
        if (spoiled < rows) {
            observer.answered(expert, rows - spoiled, nanos);
        }
        if (spoiled > 0) {
            observer.failed(expert, spoiled, ErrorCode.EXPERT_FAILED);
        }
        for (int row = 0; row < rows; row++) {
            if (outputs.isFinite(row)) {
                call.visits.get(row).answer(outputs, row, nanos);
            } else {
                call.visits.get(row).fail(NotFinite.answeredBy(expert.id()));
            }
        }
    }

    /// Brings the row time up to now; to be called under the lock before rows come or go.
    private void count() {
        long now = clock.nanos();
        rowNanos += (now - countedNanos) * (waiting.size() - leftWaiting + rowsInFlight);
        countedNanos = now;
    }

    /// How many nanoseconds rows have been here, waiting or in flight, one row after the other; those that are still
    /// here count until now.
    public long rowNanos() {
        lock.lock();
        try {
            count();
            return rowNanos;
        } finally {
            lock.unlock();
        }
    }

    /// How many rows wait to be sent.
    public int rowsWaiting() {
        lock.lock();
        try {
            return waiting.size() - leftWaiting;
        } finally {
            lock.unlock();
        }
    }

    /// How many calls have not ended yet.
    public int callsInFlight() {
        lock.lock();
        try {
            return inFlight.size();
        } finally {
            lock.unlock();
        }
    }

    /// Sends nothing any more and tells the expert that nobody wants what is in flight.
    public void close() {
        List<ExpertCall> unwanted;
        lock.lock();
        try {
            count();
            isClosed = true;
            waiting.removeIf(_ -> true);
            leftWaiting = 0;
            unwanted = List.copyOf(inFlight);
        } finally {
            lock.unlock();
        }
        unwanted.forEach(call -> call.batch.cancel());
    }
}
