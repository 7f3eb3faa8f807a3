// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.observability.Telemetry;
import dev.witan.server.grpc.GrpcFront;
import dev.witan.server.host.Door;
import dev.witan.server.host.Lifecycle;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.http.Bodies;
import dev.witan.server.http.Dispatch;
import dev.witan.server.http.HttpFront;
import dev.witan.server.http.Provenance;
import dev.witan.server.http.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves mixtures over HTTP, from [#start] through [#serve] to [#shutdown].
///
/// A started server listens at once, says that it is live and not ready, and refuses to infer until it is given
/// mixtures. A server that shuts down says at once that it is not ready, refuses new requests, lets those that it
/// has taken finish, and then closes its ports. Thread-safe.
public final class WitanServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitanServer.class);
    private static final long LOOK_NANOS = 1_000_000;
    /// Calls of one gRPC connection at once.
    private static final int CALLS_MAX = 256;
    /// How long the message of a call may take to arrive, and its answer to be taken.
    private static final Duration REQUEST_MAX = Duration.ofSeconds(60);
    private static final Executor BESIDE =
            task -> Thread.ofPlatform().daemon().name("witan-grpc-start").start(task);

    private final ServerConfig config;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Door door;
    private final HttpFront front;
    private final CompletableFuture<GrpcFront> grpc;
    private final long startedNanos = System.nanoTime();

    private WitanServer(ServerConfig config, Telemetry telemetry, GrpcFront.Threads grpcThreads) {
        this.config = config;
        this.door = new Door(lifecycle, config.limits().requestsMax());
        Bodies bodies = new Bodies(config.limits().bodies());
        DataPlane dataPlane = new DataPlane(config, telemetry, door, bodies);
        AdminApi admin = new AdminApi(
                config.adminToken(),
                this::status,
                this::beginDrain,
                dataPlane.repository(),
                new SteerEndpoint(door, bodies));
        this.grpc = CompletableFuture.supplyAsync(() -> grpc(grpcThreads, telemetry), BESIDE);
        this.front = new HttpFront(
                new HttpFront.Address(config.host(), config.port()),
                new Dispatch(dataPlane, config.dataProvenance(), new Traffic(lifecycle, telemetry)),
                new HttpFront.Address(config.adminHost(), config.adminPort()),
                new Dispatch(admin, Provenance.local(config.allowedHosts()), Watch.NONE),
                new HttpFront.Bounds(
                        config.limits().headerBytesMax(),
                        config.limits().connectionsMax(),
                        config.limits().idleMax(),
                        config.limits().headMax(),
                        config.limits().pace()));
    }

    /// Opens the ports of HTTP and begins to open that of gRPC.
    ///
    /// @throws dev.witan.engine.error.WitanException INVALID_CONFIGURATION when a port cannot be opened
    public static WitanServer start(ServerConfig config, Telemetry telemetry) {
        return start(config, telemetry, GrpcFront.Threads.NETWORK);
    }

    /// The same, with a choice of the threads that handle calls over gRPC.
    public static WitanServer start(ServerConfig config, Telemetry telemetry, GrpcFront.Threads grpcThreads) {
        return new WitanServer(config, telemetry, grpcThreads);
    }

    /// Opens the gRPC port. That takes a while, in which the mixtures can be loaded.
    private GrpcFront grpc(GrpcFront.Threads threads, Telemetry telemetry) {
        ServerLimits limits = config.limits();
        GrpcFront.Bounds bounds = new GrpcFront.Bounds(
                config.host(),
                config.grpcPort(),
                limits.bodyBytesMax(),
                limits.bodiesBytesMax(),
                limits.headerBytesMax(),
                limits.connectionsMax(),
                CALLS_MAX,
                limits.idleMax(),
                REQUEST_MAX);
        return new GrpcFront(bounds, threads, config.version(), config.access(), door, telemetry);
    }

    /// The gRPC port, unless it could not be opened.
    private Optional<GrpcFront> opened() {
        return grpc.handle((started, _) -> Optional.ofNullable(started)).join();
    }

    private GrpcFront grpc() {
        try {
            return grpc.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof WitanException known ? known : e;
        }
    }

    /// Answers for the mixtures of this host, and says that it is ready. The caller closes the host after
    /// [#shutdown].
    public void serve(MixtureHost host) {
        GrpcFront opened = grpc();
        door.serve(host);
        opened.serve(host);
        lifecycle.ready();
    }

    /// The data plane's port, the real one if 0 was asked for.
    public int port() {
        return front.dataPort();
    }

    /// The port of the data plane over gRPC, the real one if 0 was asked for.
    public int grpcPort() {
        return grpc().port();
    }

    /// The admin API's port, the real one if 0 was asked for.
    public int adminPort() {
        return front.adminPort();
    }

    public boolean isReady() {
        return lifecycle.isReady();
    }

    private byte[] status() {
        return StatusWriter.write(
                config,
                lifecycle,
                door.host().map(MixtureHost::all).orElse(List.of()),
                Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    /// Admits nothing from now on; what was admitted finishes. The ports stay open.
    private void beginDrain() {
        lifecycle.draining();
        grpc().drain();
        Thread.ofVirtual().name("witan-drain").start(() -> drain(drainMax()));
    }

    private Duration drainMax() {
        return door.host().map(MixtureHost::drainMax).orElse(Duration.ZERO);
    }

    private boolean drain(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean isDone = door.host().map(host -> host.drain(patience)).orElse(true);
        while (lifecycle.busy() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        return isDone && lifecycle.busy() == 0;
    }

    /// Stops in good order, within the longest `drainMax` of the engines; answers whether every request that had
    /// been taken was answered. A second call does nothing.
    public boolean shutdown() {
        if (lifecycle.state() == Lifecycle.State.STOPPED) {
            return true;
        }
        lifecycle.draining();
        opened().ifPresent(GrpcFront::drain);
        boolean isDone = drain(drainMax());
        if (!isDone) {
            LOG.warn("{} requests had not ended when the time for draining was over", lifecycle.busy());
        }
        lifecycle.stopped();
        opened().ifPresent(GrpcFront::stop);
        front.stop();
        return isDone;
    }

    @Override
    public void close() {
        shutdown();
    }

    private record Traffic(Lifecycle lifecycle, Telemetry telemetry) implements Watch {
        @Override
        public void begun() {
            lifecycle.enter();
        }

        @Override
        public void ended() {
            lifecycle.leave();
        }

        @Override
        public void refused(ErrorCode code) {
            telemetry.refused(code);
        }
    }
}
