// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.observability.Telemetry;
import dev.witan.server.host.Door;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.security.Access;
import io.grpc.BindableService;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The gRPC port: the Open Inference Protocol, health and reflection.
public final class GrpcFront {
    /// The pings that a client may send: no more often than this.
    private static final Duration PING_PAUSE_MIN = Duration.ofSeconds(10);

    private static final Duration PING_ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(2);
    private static final int RESETS_MAX = 3000;
    private static final int RESETS_WINDOW_SECONDS = 30;

    private final HealthBoard health = new HealthBoard();
    private final Map<SocketAddress, Channel> connections = new ConcurrentHashMap<>();
    private final EventLoopGroup acceptor = loops(1);
    private final EventLoopGroup workers = loops(Runtime.getRuntime().availableProcessors());
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("witan-grpc-sweep").factory());
    private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server;

    /// Which threads handle calls.
    public enum Threads {
        /// Those of the network: a handler must not wait.
        NETWORK,
        /// A virtual one for each call.
        VIRTUAL
    }

    /// What holds for the port.
    ///
    /// @param port 0 takes a free one
    /// @param messageBytesMax bytes of one message
    /// @param messagesBytesMax bytes of all messages that are being received or answered at once
    /// @param metadataBytesMax bytes of a call's metadata
    /// @param callsMax calls of one connection at once
    /// @param idleMax how long a connection may be without a call, or a silent peer be taken for alive
    /// @param requestMax how long a request may take to arrive, and an answer to be taken
    public record Bounds(
            String host,
            int port,
            int messageBytesMax,
            long messagesBytesMax,
            int metadataBytesMax,
            int connectionsMax,
            int callsMax,
            Duration idleMax,
            Duration requestMax) {}

    /// Opens the port; on return it accepts connections.
    ///
    /// @param version of Witan
    /// @throws WitanException INVALID_CONFIGURATION when the port cannot be opened
    public GrpcFront(Bounds bounds, Threads threads, String version, Access access, Door door, Telemetry telemetry) {
        SilentCalls silent = new SilentCalls(bounds.requestMax(), this::hangUp);
        EdgeInterceptor edge = new EdgeInterceptor(access, door.lifecycle(), telemetry, silent);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(bounds.host(), bounds.port()))
                .channelFactory(() -> new BoundedServerChannel(bounds.connectionsMax(), connections))
                .bossEventLoopGroup(acceptor)
                .workerEventLoopGroup(workers)
                .addService(behind(edge, new InferenceService(version, door, telemetry)))
                .addService(behind(edge, health.service()))
                .addService(behind(edge, ProtoReflectionServiceV1.newInstance()))
                .addService(behind(edge, olderReflection()))
                .addStreamTracerFactory(new MessageBudget(bounds.messagesBytesMax()))
                .decompressorRegistry(DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false));
        limit(builder, bounds);
        this.server = start(threads == Threads.NETWORK ? builder.directExecutor() : builder.executor(virtual), bounds);
        var _ = sweeper.scheduleAtFixedRate(silent::sweep, 1, 1, TimeUnit.SECONDS);
    }

    private void hangUp(SocketAddress peer) {
        Channel connection = connections.get(peer);
        if (connection != null) {
            var _ = connection.close();
        }
    }

    private static ServerServiceDefinition behind(EdgeInterceptor edge, BindableService service) {
        // As streams of bytes, so that bytes that are no message meet the interceptor and not the transport.
        return ServerInterceptors.intercept(ServerInterceptors.useInputStreamMessages(service.bindService()), edge);
    }

    /// Reflection under its first name, `v1alpha`, which many tools still ask for.
    @SuppressWarnings("deprecation")
    private static BindableService olderReflection() {
        return ProtoReflectionService.newInstance();
    }

    private static void limit(NettyServerBuilder builder, Bounds bounds) {
        builder.maxInboundMessageSize(bounds.messageBytesMax())
                .maxInboundMetadataSize(bounds.metadataBytesMax())
                .maxConcurrentCallsPerConnection(bounds.callsMax())
                .maxConnectionIdle(bounds.idleMax().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(bounds.idleMax().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(PING_ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(PING_PAUSE_MIN.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxRstFramesPerWindow(RESETS_MAX, RESETS_WINDOW_SECONDS);
    }

    private Server start(NettyServerBuilder builder, Bounds bounds) {
        boolean isUp = false;
        try {
            Server started = builder.build().start();
            isUp = true;
            return started;
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "the port of gRPC must be free and ours to open, %s:%d: another process has it, or the address is not this machine's; name another one"
                            .formatted(bounds.host(), bounds.port()),
                    e);
        } finally {
            if (!isUp) {
                stopThreads();
            }
        }
    }

    private static EventLoopGroup loops(int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("witan-grpc", true), NioIoHandler.newFactory());
    }

    /// The port, the real one if 0 was asked for.
    public int port() {
        return server.getPort();
    }

    /// Tells whoever asks about health what becomes of the mixtures.
    public void serve(MixtureHost host) {
        health.follow(host);
    }

    /// Says that nothing is served any more, and lets calls go on.
    public void drain() {
        health.end();
    }

    /// Closes the port and every connection.
    public void stop() {
        health.end();
        server.shutdown();
        try {
            if (!server.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException _) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        stopThreads();
    }

    private void stopThreads() {
        sweeper.shutdownNow();
        virtual.shutdown();
        var _ = acceptor.shutdownGracefully(0, CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
        var _ = workers.shutdownGracefully(0, CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }
}
