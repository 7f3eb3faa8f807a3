// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import dev.witan.conformance.check.Target;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;

/// A small server of the whole protocol on free ports, which conforms unless it is told not to.
final class EchoServer implements AutoCloseable {
    private final EchoHttp http;
    private final Server grpc;

    EchoServer(Defect... defects) {
        EchoState state = new EchoState(Set.of(defects));
        http = new EchoHttp(state);
        HealthStatusManager health = new HealthStatusManager();
        if (state.has(Defect.GRPC_NOT_SERVING)) {
            health.setStatus("", ServingStatus.NOT_SERVING);
        }
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        List<BindableService> services =
                List.of(new EchoGrpc(state), health.getHealthService(), ProtoReflectionServiceV1.newInstance());
        services.forEach(builder::addService);
        try {
            grpc = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The server, both models' names left to the kit, with leave to load and unload.
    Target target() {
        return Target.of(URI.create("http://127.0.0.1:" + http.port()))
                .withGrpc("127.0.0.1:" + grpc.getPort())
                .withRepositoryCases(EchoState.ADMIN_TOKEN);
    }

    @Override
    public void close() {
        http.close();
        grpc.shutdownNow();
    }
}
