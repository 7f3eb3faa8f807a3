// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Engine;
import dev.witan.engine.Limits;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.observability.Telemetry;
import dev.witan.server.Mixtures;
import dev.witan.server.ServerConfig;
import dev.witan.server.WitanServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A server with everything that it needs, wired: kernels, mixtures, engines, metrics and HTTP. Closing it lets
/// admitted requests end, then frees everything in the opposite order.
final class Serving implements AutoCloseable {
    private final WitanServer server;
    private final List<LoadedMixture> loaded = new ArrayList<>();
    private final List<Engine> engines = new ArrayList<>();
    private final Kernels kernels;

    private Serving(ServerConfig config, List<MixtureFolder> folders, Limits limits) {
        this.kernels = Kernels.choose();
        CompletableFuture<Void> primed = CompletableFuture.runAsync(kernels::prime);
        Telemetry telemetry = new Telemetry(Version.number(), kernels);
        this.server = WitanServer.start(config, telemetry);
        boolean isUp = false;
        try {
            for (MixtureFolder folder : folders) {
                LoadedMixture mixture = new ReleaseLoader(kernels).load(folder);
                loaded.add(mixture);
                Engine engine = new Engine(
                        mixture.mixture(), limits, telemetry.observer(mixture.mixture()), NanoClock.system());
                engines.add(engine);
                telemetry.watch(engine);
            }
            primed.join();
            server.serve(new Mixtures(engines));
            isUp = true;
        } finally {
            if (!isUp) {
                close();
            }
        }
    }

    /// Starts a server and returns when it is ready: every release loaded and checked, every kernel compiled.
    static Serving start(ServerConfig config, List<MixtureFolder> folders, Limits limits) {
        return new Serving(config, folders, limits);
    }

    WitanServer server() {
        return server;
    }

    Kernels kernels() {
        return kernels;
    }

    List<LoadedMixture> mixtures() {
        return List.copyOf(loaded);
    }

    @Override
    public void close() {
        try {
            server.shutdown();
        } finally {
            engines.forEach(Engine::close);
            if (engines.stream().allMatch(Engine::isStopped)) {
                loaded.forEach(LoadedMixture::close);
            }
        }
    }
}
