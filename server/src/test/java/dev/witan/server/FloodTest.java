// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Limits;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.response.BinaryHead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Too much of what alone would be fine.
class FloodTest {
    private static final String HEAD =
            "POST /v2/models/ads/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final String GOOD =
            HEAD + "Content-Length: " + HostileCases.GOOD.length() + "\r\n\r\n" + HostileCases.GOOD;
    private static final String LAST = "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final int BODY_BYTES_MAX = 100_000;
    private static final int DIMENSIONS = 12;

    private static TestServer server(ServerLimits limits, List<Expert> further) {
        return new TestServer(
                TestServer.config().withLimits(limits),
                Limits.defaults(),
                new BinaryHead(List.of("skip", "click")),
                further);
    }

    private static TestServer server() {
        return server(TestLimits.of(BODY_BYTES_MAX, 100, Duration.ofSeconds(30), Duration.ofSeconds(20)), List.of());
    }

    private static HttpResponse<String> adminStatus(TestServer server) {
        return server.send(
                server.admin("/admin/v1/status").header("authorization", "Bearer " + TestServer.ADMIN_TOKEN));
    }

    @Test
    void silentConnectionsMakeRoomAndNeverReachTheAdminApi() throws IOException {
        int connectionsMax = 20;
        ServerLimits limits =
                TestLimits.of(BODY_BYTES_MAX, 100, connectionsMax, Duration.ofMinutes(5), Duration.ofMillis(500));
        List<Socket> silent = new ArrayList<>();
        try (TestServer server = server(limits, List.of())) {
            for (int i = 0; i < 2 * connectionsMax; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), server.server.port()));
            }

            assertThat(adminStatus(server).statusCode()).isEqualTo(200);
            assertThat(server.get("/v2/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Socket each : silent) {
                each.close();
            }
        }
    }

    @Test
    void requestsBeyondTheBoundAreToldAndHealthAndAdminAnswer() {
        int requestsMax = 4;
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        ServerLimits limits =
                TestLimits.of(BODY_BYTES_MAX, requestsMax, Duration.ofSeconds(30), Duration.ofSeconds(20));
        try (TestServer server = server(limits, List.of(expert));
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> statuses = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> server.infer(HostileCases.GOOD).statusCode(), callers))
                    .limit(100)
                    .toList();
            while (statuses.stream().filter(CompletableFuture::isDone).count() < 100 - requestsMax) {
                Thread.onSpinWait();
            }

            assertThat(server.get("/v2/health/live").statusCode()).isEqualTo(200);
            assertThat(adminStatus(server).statusCode()).isEqualTo(200);
            expert.release();
            assertThat(statuses.stream().map(CompletableFuture::join))
                    .containsOnly(200, 429)
                    .filteredOn(status -> status == 200)
                    .hasSizeBetween(1, requestsMax);
        }
    }

    @Test
    void manyRequestsSentAheadAreAllAnswered() {
        try (TestServer server = server()) {
            String replies = server.raw(GOOD.repeat(500) + LAST);

            assertThat(replies.split("\"model_version\"", -1)).hasSize(501);
            assertThat(replies).endsWith("{\"live\":true}");
        }
    }

    @Test
    void aRequestInSegmentsOfOneByteIsAnswered() throws IOException {
        try (TestServer server = server();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            socket.setTcpNoDelay(true);
            for (byte each : GOOD.getBytes(US_ASCII)) {
                socket.getOutputStream().write(each);
            }

            assertThat(RawReply.read(socket.getInputStream()).status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyInChunksOfOneByteIsAnswered() {
        String padded = HostileCases.GOOD + " ".repeat(5_000);
        StringBuilder chunks = new StringBuilder(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
        padded.chars()
                .forEach(each -> chunks.append("1\r\n").append((char) each).append("\r\n"));
        try (TestServer server = server()) {
            assertThat(server.raw(chunks + "0\r\n\r\n" + LAST))
                    .startsWith("HTTP/1.1 200")
                    .contains("model_version");
        }
    }

    @Test
    void aCallerWhoTakesNoAnswersIsLeft() throws IOException {
        ServerLimits limits = TestLimits.of(BODY_BYTES_MAX, 100, Duration.ofMinutes(5), Duration.ofMillis(500));
        byte[] requests = "GET /v2/models/ads HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .repeat(1000)
                .getBytes(US_ASCII);
        try (TestServer server = server(limits, List.of());
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server.port()));
            assertThatThrownBy(() -> {
                        while (true) {
                            socket.getOutputStream().write(requests);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            assertThat(server.get("/v2/health/live").statusCode()).isEqualTo(200);
        }
    }
}
