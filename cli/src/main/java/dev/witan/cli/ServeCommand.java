// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Mixture;
import dev.witan.server.ServerConfig;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.host.RepositoryEntry;
import dev.witan.steering.Steering;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `witan serve`: serves mixtures until it is told to stop, then lets admitted requests end.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serves mixtures over the Open Inference Protocol v2 (REST and gRPC).",
        footer = {"", "Every option can be set as WITAN_OPTION_NAME in the environment or as optionName in witan.yaml."
        })
final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "MIXTURE",
            arity = "0..*",
            description = "Mixtures to serve; default: all of the repository.")
    private List<String> names = List.of();

    @Mixin
    private RepositoryOption repositoryOption;

    @Mixin
    private ServeOptions options;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        return run(console, ServedMixtures.of(repositoryOption.open(), names), options);
    }

    /// Serves until the process is told to stop.
    static int run(Console console, ServedMixtures mixtures, ServeOptions options) throws InterruptedException {
        Serving serving = start(mixtures, options);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            console.tell("stopping: letting admitted requests end");
            serving.close();
            options.forgetToken();
            stopped.countDown();
        }));
        announce(console, serving, options);
        stopped.await();
        return 0;
    }

    private static Serving start(ServedMixtures mixtures, ServeOptions options) {
        boolean isUp = false;
        try {
            Serving serving = Serving.start(
                    options.serverConfig(options.adminToken()),
                    mixtures,
                    options.limits.engine(),
                    options.exposure(),
                    Optional.ofNullable(options.state));
            isUp = true;
            return serving;
        } finally {
            if (!isUp) {
                options.forgetToken();
            }
        }
    }

    private static void announce(Console console, Serving serving, ServeOptions options) {
        String base = "http://%s:%d"
                .formatted(reachable(options.host), serving.server().port());
        console.tell("kernels: %s (%s)"
                .formatted(serving.kernels().name(), serving.kernels().reason()));
        for (RepositoryEntry entry : serving.host().index()) {
            serving.host().find(entry.name()).ifPresentOrElse(hosted -> tell(console, hosted.mixture()), () -> {
                if (!entry.reason().equals(RepositoryEntry.NOT_LOADED)) {
                    console.tell("mixture: %s cannot be served: %s".formatted(entry.name(), entry.reason()));
                }
            });
        }
        serving.host().all().forEach(hosted -> tellSteers(console, serving.host(), hosted.name()));
        console.tell("grpc:    %s:%d"
                .formatted(reachable(options.host), serving.server().grpcPort()));
        console.tell("admin:   http://%s:%d (token: %s)"
                .formatted(inUrl(options.adminHost), serving.server().adminPort(), options.tokenFile()));
        double seconds = (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1e3;
        console.tell(String.format(Locale.ROOT, "ready on %s after %.1f s", base, seconds));
        new Suggestions(base, options.apiKeys != null).of(serving.host().all()).forEach(console::tell);
    }

    private static void tell(Console console, Mixture mixture) {
        console.tell("mixture: %s, release %d, %d experts, fan-out %d"
                .formatted(
                        mixture.name(),
                        mixture.release(),
                        mixture.layer().experts().size(),
                        mixture.layer().router().fanOut()));
    }

    /// What persons ordered before this start and still holds.
    private static void tellSteers(Console console, MixtureHost host, String mixture) {
        Steering steering = host.control(mixture).steering();
        if (!steering.trouble().isEmpty()) {
            console.tell("note: " + steering.trouble());
        }
        steering.inForce().forEach(steer -> console.tell("steered: %s, %s".formatted(mixture, steer.sentence())));
    }

    /// An address to try from this machine: a server that listens everywhere listens on the loopback too.
    static String reachable(String host) {
        boolean isAny = host.equals("0.0.0.0") || host.equals("::");
        return isAny ? ServerConfig.LOOPBACK : inUrl(host);
    }

    /// An IPv6 address stands in brackets.
    private static String inUrl(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
