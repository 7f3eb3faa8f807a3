// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.overlay.Overlay;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.Purpose;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.time.NanoClock;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Answers requests with one mixture: it admits them, and its lanes take them in batches through gate, router,
/// experts and combination. Thread-safe.
///
/// [#step] names the stages of a batch's way in order: read it first.
public final class Engine implements AutoCloseable {
    private static final int ARRAY_LENGTH_MAX = Integer.MAX_VALUE - 8;
    /// Rows of a request for which the memory of answers is asked: one of many rows seldom has all of them
    /// remembered.
    private static final int RECALLED_ROWS_MAX = 64;

    private final Mixture mixture;
    private final Limits limits;
    private final EngineObserver observer;
    private final NanoClock clock;
    private final Window window;
    private final Arena arena = Arena.ofShared();
    private final ExpertQueues queues;
    private final ComputeThreads computeThreads;
    private final ExpertRun experts;
    private final List<Lane> lanes = new ArrayList<>();
    private final AnswerCache answers;
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile boolean isDraining;
    private volatile Overlay overlay;

    /// Starts the lanes. The mixture must stay loaded until the engine is closed.
    public Engine(Mixture mixture, Limits limits, EngineObserver observer, NanoClock clock) {
        this(mixture, limits, observer, clock, AnswerCache.OFF);
    }

    /// The same, with a memory for answers.
    public Engine(Mixture mixture, Limits limits, EngineObserver observer, NanoClock clock, AnswerCache answers) {
        requireArraysHold(limits.requestRowsMax(), mixture.layer());
        this.mixture = mixture;
        this.overlay = mixture.permissions();
        this.answers = answers;
        this.limits = limits;
        this.observer = new QuietObserver(observer);
        this.clock = clock;
        this.window = new Window(limits);
        this.queues = new ExpertQueues(mixture.layer(), limits, clock, this.observer);
        this.computeThreads = new ComputeThreads(
                arena,
                limits.computeThreads(),
                limits.batchRowsMax(),
                mixture.layer().scratchWidth());
        Strategy strategy = mixture.execution().strategy();
        this.experts = new ExpertRun(mixture.layer(), strategy, computeThreads);
        int batches = strategy == Strategy.PIPELINED ? limits.batchesInFlightMax() : 1;
        for (int i = 0; i < limits.lanes(); i++) {
            lanes.add(new Lane(this, arena, queues, batches));
        }
        lanes.forEach(Lane::start);
    }

    private static void requireArraysHold(int requestRowsMax, MoeLayer layer) {
        int width = Math.max(layer.inputs(), layer.outputs());
        int rowsMax = ARRAY_LENGTH_MAX / width;
        if (requestRowsMax > rowsMax) {
            throw new IllegalArgumentException("requestRowsMax must be at most %d for rows of %d values: %d"
                    .formatted(rowsMax, width, requestRowsMax));
        }
    }

    public Mixture mixture() {
        return mixture;
    }

    /// Has every batch that a lane takes from now on routed under `overlay`, which includes the mixture's
    /// permissions.
    public void lay(Overlay overlay) {
        this.overlay = overlay;
    }

    /// The overlay in force.
    public Overlay overlay() {
        return overlay;
    }

    public Limits limits() {
        return limits;
    }

    public NanoClock clock() {
        return clock;
    }

    /// How many admitted requests have not ended yet.
    public int requestsOpen() {
        return admitted.get();
    }

    /// How many requests wait for a lane.
    public int queueDepth() {
        return window.requests();
    }

    /// How many rows wait for experts that are not local.
    public int rowsPending() {
        return queues.pendingRows();
    }

    /// How many nanoseconds rows have been with an expert that is not local, waiting for it or in its hands, one row
    /// after
    /// the other: divided by the time that has passed, how many were there on average. 0 for a local expert.
    ///
    /// @param expert its index in the mixture
    public long rowNanos(int expert) {
        return queues.rowNanos(expert);
    }

    public boolean isDraining() {
        return isDraining;
    }

    /// Admits a request, encodes it on the calling thread and hands it to the lanes.
    ///
    /// @throws WitanException INVALID_INPUT, PAYLOAD_TOO_LARGE, FORBIDDEN: the request breaks a rule, and none of
    ///     it was done
    public Admission submit(InferenceRequest request, RequestContext context) {
        long now = clock.nanos();
        mixture.layer().router().requireFanOut(context.options().fanOut());
        requirePermitted(context);
        int rows = mixture.rowsOf(request);
        requireRowsWithin(limits.requestRowsMax(), "a request", rows);
        if (context.explain() || context.options().purpose() == Purpose.ROUTE) {
            requireRowsWithin(limits.explainedRowsMax(), "a request to be explained", rows);
        }
        admitted.incrementAndGet();
        if (isDraining) {
            admitted.decrementAndGet();
            return draining();
        }
        if (!window.reserve(rows)) {
            admitted.decrementAndGet();
            return rejected(
                    ErrorCode.QUEUE_FULL,
                    "the queue is full: %d requests or %d rows wait already"
                            .formatted(limits.queueRequestsMax(), limits.queueRowsMax()));
        }
        return enqueue(request, rows, context, now);
    }

    /// Whatever is laid over the permissions may change; what they forbid stays forbidden.
    private void requirePermitted(RequestContext context) {
        if (!mixture.layer().mayAnswer(mixture.permissions().guidance(context))) {
            throw new WitanException(
                    ErrorCode.FORBIDDEN,
                    "no expert of mixture '%s' may see this request, of tenant '%s' with %s"
                            .formatted(
                                    mixture.name(),
                                    context.tenant(),
                                    context.tags().isEmpty()
                                            ? "no data tags"
                                            : "the data tags " + String.join(", ", new TreeSet<>(context.tags()))));
        }
    }

    private static void requireRowsWithin(int rowsMax, String what, int rows) {
        if (rows > rowsMax) {
            throw new WitanException(
                    ErrorCode.PAYLOAD_TOO_LARGE, "%s may have %d rows: it has %d".formatted(what, rowsMax, rows));
        }
    }

    private Admission enqueue(InferenceRequest request, int rows, RequestContext context, long now) {
        boolean isQueued = false;
        boolean isRecalled = false;
        try {
            Ticket ticket = ticket(request, rows, context, now);
            isRecalled = recall(ticket);
            if (isRecalled) {
                return new Admission.Admitted(ticket);
            }
            isQueued = window.add(ticket);
            if (!isQueued) {
                return draining();
            }
            wakeOne();
            return new Admission.Admitted(ticket);
        } finally {
            if (!isQueued) {
                window.release(rows);
            }
            if (!isQueued && !isRecalled) {
                admitted.decrementAndGet();
            }
        }
    }

    /// Answers a request whose rows are all remembered, and answers whether so.
    private boolean recall(Ticket ticket) {
        if (!answers.isOn() || ticket.rows > RECALLED_ROWS_MAX || !isRepeatable(ticket)) {
            return false;
        }
        Guidance guidance = overlay.guidance(ticket.context);
        if (guidance.isLive()) {
            return false;
        }
        int fanOut = ticket.context.options().fanOut();
        return ticket.recall(answers, new AnswerCache.Rules(guidance.key(), fanOut), clock);
    }

    /// Whether the same rows would get the same bits again.
    private boolean isRepeatable(Ticket ticket) {
        boolean isPlain = !ticket.context.explain() && ticket.context.options().purpose() == Purpose.ANSWER;
        return isPlain && mixture.isRepeatable() && !mixture.layer().router().explores(ticket.seed);
    }

    private Ticket ticket(InferenceRequest request, int rows, RequestContext context, long now) {
        float[] encoded = mixture.encode(request);
        long encodeNanos = clock.nanos() - now;
        long nanosMax = limits.deadlineMax().toNanos();
        return new Ticket(
                context,
                mixture,
                rows,
                mixture.encoder().tokensOf(request),
                encoded,
                now,
                encodeNanos,
                now + Math.min(context.deadlineNanos() - now, nanosMax),
                outcome -> ended(outcome, now, rows),
                admitted::decrementAndGet);
    }

    private Admission.Rejected draining() {
        return rejected(ErrorCode.DRAINING, "the server is shutting down");
    }

    private Admission.Rejected rejected(ErrorCode code, String reason) {
        observer.rejected(code);
        return new Admission.Rejected(code, reason);
    }

    private void ended(Outcome outcome, long admittedNanos, int rows) {
        switch (outcome) {
            case Outcome.Answered(var response) -> observer.answered(rows, response.timings(), response.degraded());
            case Outcome.Failed(var error) -> observer.failed(error.code(), clock.nanos() - admittedNanos);
        }
    }

    private void wakeOne() {
        for (Lane lane : lanes) {
            if (lane.wakeToTake()) {
                return;
            }
        }
    }

    /// Takes what waits, and calls another lane if that was not all.
    private boolean take(Lane lane) {
        boolean taken = lane.hasFreeBatch() && window.take(lane.freeBatch(), clock.nanos());
        if (taken && lanes.size() > 1 && hasWaiting()) {
            wakeOne();
        }
        return taken;
    }

    /// One turn of a lane: the way of a batch, stage by stage. Answers whether anything was done.
    boolean step(Lane lane) {
        boolean progressed = take(lane);
        if (progressed) {
            LaneBatch batch = lane.open(clock.nanos());
            MoeLayer layer = mixture.layer();
            int steered = batch.load(overlay);
            if (steered > 0) {
                observer.steered(steered);
            }
            layer.score(batch.workspace);
            layer.route(batch.workspace);
            batch.tellPlanned(observer);
            batch.routedNanos = clock.nanos();
            lane.send(batch);
            layer.dispatch(batch.workspace);
            experts.start(batch);
        }
        return lane.settle(clock.nanos()) || progressed;
    }

    /// What a lane does when a step found nothing to do.
    void idle(Lane lane) {
        if (lane.help()) {
            return;
        }
        if (!lane.hasFreeBatch()) {
            window.expire(clock.nanos());
        }
        lane.park();
    }

    boolean hasWaiting() {
        return !window.isEmpty();
    }

    EngineObserver observer() {
        return observer;
    }

    /// Admits nothing from now on and waits until every admitted request has ended; answers whether they all had
    /// when `patience` was over.
    public boolean drain(Duration patience) {
        isDraining = true;
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(patience);
        while (admitted.get() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(this, 1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return admitted.get() == 0;
    }

    /// Stops at once, after the turn that each lane is in, for which it waits `drainMax` at most. What waits or is
    /// in flight fails as DRAINING; call [#drain] first to let it end. Memory that an expert may still write to is
    /// left to it, and not given back.
    @Override
    public void close() {
        isDraining = true;
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        lanes.forEach(lane -> lane.stop(limits.drainMax()));
        window.close(ErrorCode.DRAINING, "the server shut down before the request was computed");
        queues.close();
        computeThreads.stop(limits.drainMax());
        if (isQuiet()) {
            arena.close();
        }
    }

    /// Whether nobody writes to the memory of lanes and compute threads any more; other experts have their own.
    private boolean isQuiet() {
        return computeThreads.isIdle() && lanes.stream().allMatch(Lane::isIdle);
    }

    /// Whether nothing of a closed engine computes any more. Only then may the memory of its mixture be given back:
    /// an expert that did not return in time still reads it.
    public boolean isStopped() {
        return isClosed.get() && isQuiet() && queues.isIdle();
    }
}
