// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import dev.witan.engine.Limits;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.observability.Telemetry;
import dev.witan.server.ServerConfig;
import dev.witan.server.WitanServer;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.host.RepositorySource;
import dev.witan.server.security.AdminToken;
import dev.witan.server.security.ApiKeys;
import java.nio.file.Path;
import java.util.List;

/// A server on the loopback address with the mixtures that ship with Witan, or those of another folder.
final class Site implements AutoCloseable {
    private static final Path SHIPPED = Path.of("..", "mixtures");

    private final WitanServer server;
    private final MixtureHost host;

    private Site(Path folder, int port, ApiKeys keys) {
        Kernels kernels = Kernels.available().getFirst();
        Telemetry telemetry = new Telemetry("0.1.0", kernels);
        Limits limits = Limits.defaults();
        ServerConfig config = ServerConfig.loopback("0.1.0", AdminToken.of("a token for tests"))
                .withPorts(port, 0)
                .withAccess(ServerConfig.LOOPBACK, keys);
        RepositorySource mixtures =
                new RepositorySource(new MixtureRepository(folder), List.of(), new ReleaseLoader(kernels));
        this.host = new MixtureHost(mixtures, limits, config.limits().read(limits.requestRowsMax()), telemetry);
        mixtures.names().forEach(host::load);
        this.server = WitanServer.start(config, telemetry);
        server.serve(host);
    }

    static Site open() {
        return at(0);
    }

    static Site of(Path folder) {
        return new Site(folder, 0, ApiKeys.NONE);
    }

    static Site at(int port) {
        return new Site(SHIPPED, port, ApiKeys.NONE);
    }

    static Site withKeys(ApiKeys keys) {
        return new Site(SHIPPED, 0, keys);
    }

    int port() {
        return server.port();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    void unload(String mixture) {
        host.unload(mixture);
    }

    void load(String mixture) {
        host.load(mixture);
    }

    @Override
    public void close() {
        server.close();
        host.close();
    }
}
