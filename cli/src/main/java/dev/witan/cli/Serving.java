// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Limits;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.observability.Telemetry;
import dev.witan.server.ServerConfig;
import dev.witan.server.WitanServer;
import dev.witan.server.host.Exposure;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.host.RepositorySource;
import dev.witan.steering.Controls;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A server with everything that it needs, wired: kernels, mixtures, engines, metrics and HTTP. Closing it lets
/// admitted requests end, then frees everything in the opposite order.
final class Serving implements AutoCloseable {
    /// gRPC logs beside ours, what broken clients do among it. The reference keeps the level from being forgotten.
    private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

    private final WitanServer server;
    private final MixtureHost host;
    private final Kernels kernels;
    private final ExpertKinds kinds;

    private Serving(
            ServerConfig config, ServedMixtures mixtures, Limits limits, Exposure exposure, Optional<Path> state) {
        GRPC_LOG.setLevel(Level.SEVERE);
        this.kernels = Kernels.choose();
        CompletableFuture<Void> primed = CompletableFuture.runAsync(kernels::prime);
        Telemetry telemetry = new Telemetry(Version.number(), kernels);
        this.kinds = ExpertKinds.ofProcess((mixture, expert) ->
                new CountedCalls(mixture, expert, telemetry.remotes().of(mixture, expert)));
        this.host = new MixtureHost(
                new RepositorySource(mixtures.repository(), mixtures.named(), kinds.loader(kernels)),
                limits,
                config.limits().read(limits.requestRowsMax()),
                telemetry,
                exposure,
                new Controls(new SteerLogs(mixtures, state)::of, InstantSource.system()).start());
        this.server = WitanServer.start(config, telemetry);
        boolean isUp = false;
        try {
            load(mixtures);
            primed.join();
            server.serve(host);
            isUp = true;
        } finally {
            if (!isUp) {
                close();
            }
        }
    }

    /// A mixture that somebody named has to be there. One of a whole repository that cannot be loaded keeps the
    /// others from nothing: it is listed with its reason.
    private void load(ServedMixtures mixtures) {
        Optional<WitanException> first = Optional.empty();
        for (String name : mixtures.names()) {
            try {
                host.load(name);
            } catch (WitanException e) {
                first = first.or(() -> Optional.of(e));
            }
        }
        if (first.isPresent() && (mixtures.areNamed() || host.all().isEmpty())) {
            throw first.get();
        }
    }

    /// Starts a server and returns when it is ready: every release loaded and checked, every kernel compiled.
    static Serving start(ServerConfig config, ServedMixtures mixtures, Limits limits) {
        return start(config, mixtures, limits, Exposure.MIXTURES, Optional.empty());
    }

    /// The same, with a choice of what has a name of its own, and of a folder for the logs of steers.
    static Serving start(
            ServerConfig config, ServedMixtures mixtures, Limits limits, Exposure exposure, Optional<Path> state) {
        return new Serving(config, mixtures, limits, exposure, state);
    }

    WitanServer server() {
        return server;
    }

    Kernels kernels() {
        return kernels;
    }

    MixtureHost host() {
        return host;
    }

    @Override
    public void close() {
        try {
            server.shutdown();
        } finally {
            host.close();
            kinds.close();
        }
    }
}
