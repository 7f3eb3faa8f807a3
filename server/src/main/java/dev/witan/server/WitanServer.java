// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.error.ErrorCode;
import dev.witan.observability.Telemetry;
import dev.witan.server.host.Door;
import dev.witan.server.host.Lifecycle;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.http.Dispatch;
import dev.witan.server.http.HttpFront;
import dev.witan.server.http.Watch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves mixtures over HTTP, from [#start] through [#serve] to [#shutdown].
///
/// A started server listens at once, says that it is live and not ready, and refuses to infer until it is given
/// mixtures. A server that shuts down says at once that it is not ready, refuses new requests, lets those that it has
/// taken finish, and then closes its ports. Thread-safe.
public final class WitanServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitanServer.class);
    private static final long LOOK_NANOS = 1_000_000;

    private final ServerConfig config;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Door door;
    private final HttpFront front;
    private final long startedNanos = System.nanoTime();

    private WitanServer(ServerConfig config, Telemetry telemetry) {
        this.config = config;
        this.door = new Door(lifecycle, config.limits().requestsMax());
        DataPlane dataPlane = new DataPlane(config, telemetry, door);
        AdminApi admin = new AdminApi(config.adminToken(), this::status, this::beginDrain, dataPlane.repository());
        this.front = new HttpFront(
                new HttpFront.Address(config.host(), config.port()),
                new Dispatch(dataPlane, new Traffic(lifecycle, telemetry)),
                new HttpFront.Address(config.adminHost(), config.adminPort()),
                new Dispatch(admin, Watch.NONE),
                new HttpFront.Bounds(
                        config.limits().headerBytesMax(),
                        config.limits().connectionsMax(),
                        config.limits().idleMax()));
    }

    /// Opens both ports.
    ///
    /// @throws dev.witan.engine.error.WitanException INVALID_CONFIGURATION when a port cannot be opened
    public static WitanServer start(ServerConfig config, Telemetry telemetry) {
        return new WitanServer(config, telemetry);
    }

    /// Answers for the mixtures of this host, and says that it is ready. The caller closes the host after [#shutdown].
    public void serve(MixtureHost host) {
        door.serve(host);
        lifecycle.ready();
    }

    /// The data plane's port, the real one if 0 was asked for.
    public int port() {
        return front.dataPort();
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

    /// Stops in good order, within the longest `drainMax` of the engines; answers whether every request that had been
    /// taken was answered. A second call does nothing.
    public boolean shutdown() {
        if (lifecycle.state() == Lifecycle.State.STOPPED) {
            return true;
        }
        lifecycle.draining();
        boolean isDone = drain(drainMax());
        if (!isDone) {
            LOG.warn("{} requests had not ended when the time for draining was over", lifecycle.busy());
        }
        lifecycle.stopped();
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
