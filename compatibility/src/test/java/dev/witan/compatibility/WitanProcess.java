// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The distribution in a process of its own, serving the mixtures of this working tree on free ports.
///
/// Nothing of it is on the class path of the tests: the clients there bring classes of the same names.
final class WitanProcess implements AutoCloseable {
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 60;

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final Announced rest = new Announced("^ready on (http://\\S+) after .*");
    private final Announced grpc = new Announced("^grpc: +(?:\\w+://)?(\\S+).*");

    private WitanProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::readOutput);
    }

    /// Starts a server and waits until it is ready.
    static WitanProcess start() {
        try {
            WitanProcess started = new WitanProcess(
                    new ProcessBuilder(command()).redirectErrorStream(true).start());
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-cp",
                Path.of(System.getProperty("witan.distribution"), "*").toString(),
                "dev.witan.cli.Main",
                "serve",
                "--repository=" + System.getProperty("witan.mixtures"),
                "--port=0",
                "--admin-port=0",
                "--grpc-port=0");
    }

    /// Where the server answers REST calls, without a slash at the end.
    String rest() {
        return rest.address.join();
    }

    /// Where the server answers gRPC calls, as host and port.
    String grpc() {
        return grpc.address.join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server must end within %d s of SIGTERM".formatted(STOP_SECONDS));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() {
        CompletableFuture<Void> addresses = CompletableFuture.allOf(rest.address, grpc.address);
        process.onExit().thenAccept(_ -> addresses.cancel(false));
        try {
            addresses.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the server must print its addresses; it printed: " + printed(), e);
        }
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                rest.read(line);
                grpc.read(line);
            }
        } catch (IOException _) {
            // So ends the output of a process that was stopped.
        }
    }

    private String printed() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /// An address that the server prints at its start.
    private static final class Announced {
        private final Pattern line;
        private final CompletableFuture<String> address = new CompletableFuture<>();

        Announced(String line) {
            this.line = Pattern.compile(line);
        }

        void read(String printed) {
            Matcher matcher = line.matcher(printed);
            if (matcher.matches()) {
                address.complete(matcher.group(1));
            }
        }
    }
}
