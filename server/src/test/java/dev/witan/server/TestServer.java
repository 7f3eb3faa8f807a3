// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.Engine;
import dev.witan.engine.Limits;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.kernels.Kernels;
import dev.witan.observability.Telemetry;
import dev.witan.server.host.Exposure;
import dev.witan.server.host.MixtureHost;
import dev.witan.server.security.AdminToken;
import dev.witan.steering.Controls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// A server on free ports of the loopback address, with one mixture, and a client for it.
final class TestServer implements AutoCloseable {
    static final String ADMIN_TOKEN = "an admin token for tests";

    final Engine engine;
    final WitanServer server;
    final HandMadeSource source;
    final MixtureHost host;
    final Telemetry telemetry = new Telemetry("0.1.0", Kernels.available().getFirst());
    private final HttpClient client = HttpClient.newHttpClient();

    TestServer() {
        this(config(), Limits.defaults(), new BinaryHead(List.of("skip", "click")), List.of());
    }

    TestServer(ServerConfig config, Limits limits, Head head, List<Expert> further) {
        this(config, limits, head, further, Exposure.MIXTURES);
    }

    TestServer(ServerConfig config, Limits limits, Head head, List<Expert> further, Exposure exposure) {
        this(config, limits, new HandMadeSource(head, further), exposure, Controls.withoutLogs());
    }

    /// One that can be steered.
    TestServer(Controls controls) {
        this(controls, Exposure.MIXTURES);
    }

    TestServer(Controls controls, Exposure exposure) {
        this(
                config(),
                Limits.defaults(),
                new HandMadeSource(new BinaryHead(List.of("skip", "click")), List.of()),
                exposure,
                controls);
    }

    TestServer(Controls controls, HandMadeSource source) {
        this(config(), Limits.defaults(), source, Exposure.MIXTURES, controls);
    }

    private TestServer(
            ServerConfig config, Limits limits, HandMadeSource source, Exposure exposure, Controls controls) {
        this.source = source;
        this.host = new MixtureHost(
                source, limits, config.limits().read(limits.requestRowsMax()), telemetry, exposure, controls);
        this.engine = host.load(HandMadeMixture.NAME).engine();
        this.server = WitanServer.start(config, telemetry);
        server.serve(host);
    }

    static ServerConfig config() {
        return ServerConfig.loopback("0.1.0", AdminToken.of(ADMIN_TOKEN)).withPorts(0, 0);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpRequest.Builder admin(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.adminPort() + path))
                .timeout(Duration.ofSeconds(30));
    }

    /// Returns once a scrape has this line.
    void awaitMetric(String line) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!new String(telemetry.scrape(), UTF_8).contains(line)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no such line: " + line + "\n" + new String(telemetry.scrape(), UTF_8));
            }
            Thread.onSpinWait();
        }
    }

    /// Returns once so many requests are admitted and have not ended.
    void awaitRequestsOpen(int count) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (engine.requestsOpen() != count) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("requests open: " + engine.requestsOpen());
            }
            Thread.onSpinWait();
        }
    }

    /// Returns once nobody holds a lease on the mixture and no call is being handled.
    void awaitIdle() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!send(admin("/admin/v1/status").header("authorization", "Bearer " + ADMIN_TOKEN))
                .body()
                .contains("\"requests_busy\":0")) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("requests are still in hand");
            }
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> infer(String json) {
        return post("/v2/models/ads/infer", json);
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path).header("content-type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString(UTF_8));
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// Sends bytes as they are over a connection of their own, and reads until the server closes it.
    String raw(String request) {
        return RawHttp.send(server.port(), request);
    }

    @Override
    public void close() {
        server.close();
        host.close();
        client.close();
    }
}
