// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.server.ServerConfig;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `witan serve`: serves mixtures until it is told to stop, then lets admitted requests end.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serves mixtures over the Open Inference Protocol v2 (REST).",
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
        return run(console, folders(), options);
    }

    private List<MixtureFolder> folders() {
        MixtureRepository repository = repositoryOption.open();
        List<MixtureFolder> folders = names.isEmpty()
                ? repository.list()
                : names.stream().map(repository::find).toList();
        if (folders.isEmpty()) {
            throw new WitanException(
                    ErrorCode.UNKNOWN_MIXTURE,
                    "nothing to serve: the repository holds no mixtures; make one with: witan train my.csv --target COLUMN");
        }
        return folders;
    }

    /// Serves until the process is told to stop.
    static int run(Console console, List<MixtureFolder> folders, ServeOptions options) throws InterruptedException {
        Serving serving = start(folders, options);
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

    private static Serving start(List<MixtureFolder> folders, ServeOptions options) {
        boolean isUp = false;
        try {
            Serving serving =
                    Serving.start(options.serverConfig(options.adminToken()), folders, options.limits.engine());
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
        for (LoadedMixture mixture : serving.mixtures()) {
            console.tell("mixture: %s, release %d, %d experts, fan-out %d"
                    .formatted(
                            mixture.mixture().name(),
                            mixture.mixture().release(),
                            mixture.mixture().layer().experts().size(),
                            mixture.mixture().layer().router().fanOut()));
        }
        console.tell("admin:   http://%s:%d (token: %s)"
                .formatted(inUrl(options.adminHost), serving.server().adminPort(), options.tokenFile()));
        double seconds = (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1e3;
        console.tell(String.format(Locale.ROOT, "ready on %s after %.1f s", base, seconds));
        suggest(console, serving.mixtures().getFirst(), base, options);
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

    private static void suggest(Console console, LoadedMixture mixture, String base, ServeOptions options) {
        if (mixture.mixture().encoder() instanceof TableEncoder encoder) {
            String name = mixture.mixture().name();
            ExampleRecord example = ExampleRecord.of(encoder);
            console.tell("");
            console.tell(
                    options.apiKeys == null
                            ? "Try, from another terminal:"
                            : "Try, from another terminal, with your key in WITAN_API_KEY"
                                    + " (curl: -H \"x-api-key: $WITAN_API_KEY\"):");
            console.tell("  %s explain %s --server %s %s"
                    .formatted(ShellText.command(), name, base, ShellText.quoted(example.json())));
            console.tell("  curl -s -H 'Content-Type: application/json' %s/v2/models/%s/infer -d %s"
                    .formatted(base, name, ShellText.quoted(example.requestJson())));
            console.tell("  curl -s %s/metrics | grep witan_expert".formatted(base));
            console.tell("Stop with Ctrl-C.");
        }
    }
}
