// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.combine.Coverage;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.time.NanoClock;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Answers requests with one mixture: it admits them, and its lanes take them in batches through gate, router, experts
/// and combination. Thread-safe.
///
/// [#step] names the stages of a batch's way in order: read it first.
public final class Engine implements AutoCloseable {
    private final Mixture mixture;
    private final Limits limits;
    private final EngineObserver observer;
    private final NanoClock clock;
    private final Window window;
    private final Arena arena = Arena.ofShared();
    private final ComputeThreads computeThreads;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private volatile boolean isDraining;

    /// Starts the lanes. The mixture must stay loaded until the engine is closed.
    public Engine(Mixture mixture, Limits limits, EngineObserver observer, NanoClock clock) {
        this.mixture = mixture;
        this.limits = limits;
        this.observer = observer;
        this.clock = clock;
        this.window = new Window(limits);
        this.computeThreads = new ComputeThreads(
                arena,
                limits.computeThreads(),
                limits.batchRowsMax(),
                mixture.layer().scratchWidth());
        for (int i = 0; i < limits.lanes(); i++) {
            lanes.add(new Lane(this, arena, mixture.layer(), limits, clock));
        }
        lanes.forEach(Lane::start);
    }

    public Mixture mixture() {
        return mixture;
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

    public boolean isDraining() {
        return isDraining;
    }

    /// Admits a request, encodes it on the calling thread and hands it to the lanes.
    ///
    /// @throws WitanException INVALID_INPUT, PAYLOAD_TOO_LARGE: the request breaks a rule, and none of it was done
    public Admission submit(InferenceRequest request, RequestContext context) {
        long now = clock.nanos();
        if (request.rows() > limits.requestRowsMax()) {
            throw new WitanException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "a request may have %d rows: it has %d".formatted(limits.requestRowsMax(), request.rows()));
        }
        admitted.incrementAndGet();
        if (isDraining) {
            admitted.decrementAndGet();
            return rejected(ErrorCode.DRAINING, "the server is shutting down");
        }
        if (!window.reserve(request.rows())) {
            admitted.decrementAndGet();
            return rejected(
                    ErrorCode.QUEUE_FULL,
                    "the queue is full: %d requests or %d rows wait already"
                            .formatted(limits.queueRequestsMax(), limits.queueRowsMax()));
        }
        return new Admission.Admitted(enqueue(request, context, now));
    }

    private Ticket enqueue(InferenceRequest request, RequestContext context, long now) {
        boolean isQueued = false;
        try {
            float[] encoded = new float[request.rows() * mixture.encoder().dimensions()];
            mixture.encoder().encode(request, encoded);
            Ticket ticket =
                    new Ticket(context, mixture, request.rows(), encoded, now, outcome -> ended(outcome, now, request));
            window.add(ticket);
            isQueued = true;
            wakeOne();
            return ticket;
        } finally {
            if (!isQueued) {
                window.release(request.rows());
                admitted.decrementAndGet();
            }
        }
    }

    private Admission.Rejected rejected(ErrorCode code, String reason) {
        observer.rejected(code);
        return new Admission.Rejected(code, reason);
    }

    private void ended(Outcome outcome, long admittedNanos, InferenceRequest request) {
        admitted.decrementAndGet();
        long nanos = clock.nanos() - admittedNanos;
        switch (outcome) {
            case Outcome.Answered(var response) -> observer.answered(request.rows(), nanos, response.degraded());
            case Outcome.Failed(var error) -> observer.failed(error.code(), nanos);
        }
    }

    private void wakeOne() {
        for (Lane lane : lanes) {
            if (lane.wakeToTake()) {
                return;
            }
        }
    }

    /// One turn of a lane: the way of a batch, stage by stage. Answers whether anything was done.
    boolean step(Lane lane) {
        boolean progressed = lane.hasFreeBatch() && window.take(lane.freeBatch(), clock.nanos());
        if (progressed) {
            LaneBatch batch = lane.open(clock.nanos());
            MoeLayer layer = mixture.layer();
            batch.load();
            layer.score(batch.workspace, batch.rows());
            layer.route(batch.workspace, batch.rows());
            layer.dispatch(batch.workspace);
            batch.routedNanos = clock.nanos();
            layer.submit(batch.workspace, computeThreads);
        }
        return lane.settle(clock.nanos()) || progressed;
    }

    /// What a lane does when a step found nothing to do.
    void idle(Lane lane) {
        if (!lane.hasFreeBatch()) {
            window.expire(clock.nanos());
        }
        lane.park();
    }

    boolean hasWaiting() {
        return !window.isEmpty();
    }

    Coverage combine(LaneBatch batch, int row) {
        return mixture.layer().combine(batch.workspace, row);
    }

    EngineObserver observer() {
        return observer;
    }

    /// Admits nothing from now on and waits until every admitted request has ended; answers whether they all had when
    /// `patience` was over.
    public boolean drain(Duration patience) {
        isDraining = true;
        long deadline = System.nanoTime() + patience.toNanos();
        while (admitted.get() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(this, 1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return admitted.get() == 0;
    }

    /// Stops at once: what waits or runs fails as DRAINING. Call [#drain] first to let it end.
    @Override
    public void close() {
        isDraining = true;
        lanes.forEach(Lane::stop);
        window.failAll(ErrorCode.DRAINING, "the server shut down before the request was computed");
        computeThreads.close();
        boolean isIdle = lanes.stream().allMatch(Lane::isIdle);
        if (isIdle) {
            arena.close();
        }
    }
}
