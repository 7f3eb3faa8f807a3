// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Limits;
import dev.witan.kernels.Kernels;
import dev.witan.observability.Telemetry;
import dev.witan.server.ServerConfig;
import dev.witan.server.WitanServer;
import dev.witan.server.host.Exposure;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.host.MixtureSource;
import dev.witan.server.security.AdminToken;
import dev.witan.steering.Controls;

/// A server of one made mixture, on ports that it keeps when it is killed and comes back.
final class MadeServer implements AutoCloseable {
    private final MixtureSource source;
    final Telemetry telemetry;
    private ServerConfig config = ServerConfig.loopback("test", AdminToken.of("an admin token for tests"))
            .withPorts(0, 0);
    private MixtureHost host;
    private WitanServer server;

    MadeServer(MixtureSource source, Telemetry telemetry) {
        this.source = source;
        this.telemetry = telemetry;
        comeBack();
        config = config.withPorts(port(), 0).withGrpcPort(grpcPort());
    }

    static Telemetry telemetry() {
        return new Telemetry("test", Kernels.choose());
    }

    void comeBack() {
        Limits limits = Limits.defaults();
        host = new MixtureHost(
                source,
                limits,
                config.limits().read(limits.requestRowsMax()),
                telemetry,
                Exposure.EXPERTS,
                Controls.withoutLogs());
        server = WitanServer.start(config, telemetry);
        source.names().forEach(host::load);
        server.serve(host);
    }

    void kill() {
        server.close();
        host.close();
    }

    MixtureHost host() {
        return host;
    }

    int port() {
        return server.port();
    }

    int grpcPort() {
        return server.grpcPort();
    }

    @Override
    public void close() {
        kill();
    }
}
