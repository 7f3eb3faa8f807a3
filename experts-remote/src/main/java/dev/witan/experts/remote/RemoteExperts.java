// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.expert.Expert;
import dev.witan.engine.time.NanoClock;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// Makes experts that answer over the network, and holds what they share: connections, threads, and a timer. Close the
/// experts first, then this. Thread-safe.
public final class RemoteExperts implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
    /// How long the other end may take to say what it is.
    private static final Duration DESCRIPTION_MAX = Duration.ofSeconds(2);
    /// A function may have to start first.
    private static final Duration START_MAX = Duration.ofSeconds(10);

    private final NanoClock clock;
    private final GrpcChannels channels = new GrpcChannels();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .executor(threads)
            .build();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("witan-experts-timer").factory());

    /// A maker of experts whose batches have deadlines on this clock.
    public RemoteExperts(NanoClock clock) {
        this.clock = clock;
        timer.setRemoveOnCancelPolicy(true);
    }

    /// An expert of kind `remote`.
    public Expert remote(
            String id, String digest, int inputs, int outputs, RemoteSettings settings, RemoteObserver observer) {
        Wire wire =
                settings.target().scheme().isGrpc() ? new GrpcWire(settings, channels) : new RestWire(settings, client);
        Peer peer = new Peer(wire, inputs, outputs, DESCRIPTION_MAX.toNanos(), timer, observer);
        return new NetworkExpert(
                id,
                digest,
                inputs,
                outputs,
                CallBounds.of(settings.timeout(), settings.inFlightMax(), settings.batchRowsMax()),
                wire,
                peer,
                Care.NONE,
                timer,
                clock,
                observer);
    }

    /// An expert of kind `function`.
    public Expert function(
            String id, String digest, int inputs, int outputs, FunctionSettings settings, RemoteObserver observer) {
        FunctionWire wire = new FunctionWire(settings, client);
        Duration startMax = settings.timeout().compareTo(START_MAX) > 0 ? settings.timeout() : START_MAX;
        Peer peer = new Peer(wire, inputs, outputs, startMax.toNanos(), timer, observer);
        ColdStarts coldStarts = new ColdStarts();
        Warmer warmer =
                new Warmer(wire, wire.contract(), inputs, outputs, settings, startMax, coldStarts, clock, observer);
        return new NetworkExpert(
                id,
                digest,
                inputs,
                outputs,
                CallBounds.of(settings.timeout(), settings.inFlightMax(), settings.batchRowsMax()),
                wire,
                peer,
                new FunctionCare(coldStarts, warmer, timer, settings),
                timer,
                clock,
                observer);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.shutdownNow();
        threads.shutdownNow();
    }
}
