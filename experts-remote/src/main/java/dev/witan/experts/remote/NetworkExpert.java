// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/// An expert that answers at another place: a model of another server, or a function. It never holds the thread that
/// submits to it, ends every batch by its deadline, and gives a call up as soon as nobody waits for it, except one to
/// a function.
final class NetworkExpert implements Expert {
    private final String id;
    private final String digest;
    private final int inputs;
    private final int outputs;
    private final CallBounds bounds;
    private final Wire wire;
    private final Peer peer;
    private final Care care;
    private final ScheduledExecutorService timer;
    private final NanoClock clock;
    private final RemoteObserver observer;

    /// @param care what it takes to keep the other end warm
    NetworkExpert(
            String id,
            String digest,
            int inputs,
            int outputs,
            CallBounds bounds,
            Wire wire,
            Peer peer,
            Care care,
            ScheduledExecutorService timer,
            NanoClock clock,
            RemoteObserver observer) {
        this.id = id;
        this.digest = digest;
        this.inputs = inputs;
        this.outputs = outputs;
        this.bounds = bounds;
        this.wire = wire;
        this.peer = peer;
        this.care = care;
        this.timer = timer;
        this.clock = clock;
        this.observer = observer;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public long multiplyAddsPerRow() {
        return 0;
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public int scratchWidth() {
        return 0;
    }

    @Override
    public int inFlightMax() {
        return bounds.inFlightMax();
    }

    @Override
    public int batchRowsMax() {
        return bounds.batchRowsMax();
    }

    /// What happens at the other end is not ours to promise.
    @Override
    public boolean isRepeatable() {
        return false;
    }

    /// Asks the other end what it is and has it awake.
    ///
    /// @throws WitanException UNAVAILABLE when it does not answer now; INVALID_CONFIGURATION when it is not what
    ///     its mixture needs
    @Override
    public void warm() {
        try {
            CompletableFuture<Void> others = care.wake();
            peer.contract().join();
            others.join();
            care.begin();
        } catch (RuntimeException e) {
            WitanException why = Failures.of(e);
            if (why.code() != ErrorCode.INVALID_CONFIGURATION) {
                peer.fell(why);
                care.begin();
            }
            throw new WitanException(why.code(), "expert '%s': %s".formatted(id, why.reason()), why);
        }
    }

    @Override
    public Optional<String> trouble() {
        return peer.refusal().map(WitanException::reason);
    }

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        Flight flight = new Flight(this, batch, completion);
        Optional<WitanException> refusal = peer.refusal();
        long nanosLeft = nanosLeft(batch);
        if (refusal.isPresent()) {
            flight.fail(refusal.get());
        } else if (nanosLeft <= 0) {
            flight.fail(Flight.late());
        } else {
            flight.start(nanosLeft);
        }
    }

    private long nanosLeft(ExpertBatch batch) {
        return batch.deadlineNanos() == ExpertBatch.NO_DEADLINE
                ? bounds.timeoutNanos()
                : Math.min(bounds.timeoutNanos(), batch.deadlineNanos() - clock.nanos());
    }

    Wire wire() {
        return wire;
    }

    Peer peer() {
        return peer;
    }

    Care care() {
        return care;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    NanoClock clock() {
        return clock;
    }

    RemoteObserver observer() {
        return observer;
    }

    @Override
    public void close() {
        peer.close();
        care.end();
        wire.close();
    }
}
