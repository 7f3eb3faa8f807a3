// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Limits;
import dev.witan.engine.response.BinaryHead;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PressureTest {
    private static final String GOOD =
            "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [39]}]}";
    private static final int DIMENSIONS = 12;
    private static final Duration IDLE_MAX = Duration.ofMillis(250);

    private static TestServer server(HeldExpert expert) {
        return server(expert, 100);
    }

    private static TestServer server(HeldExpert expert, int requestsMax) {
        ServerLimits limits = TestLimits.of(100_000, requestsMax, IDLE_MAX, Duration.ofSeconds(10));
        Limits oneAtATime = new Limits(
                1,
                100,
                100,
                100,
                10,
                1,
                1,
                1,
                10,
                0,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
        return new TestServer(
                TestServer.config().withLimits(limits),
                oneAtATime,
                new BinaryHead(List.of("skip", "click")),
                List.of(expert));
    }

    @Test
    void aFullQueueIsToldAndTheQueuedRequestsAreAnswered() throws Exception {
        HeldExpert expert = HeldExpert.holdingItsLane(DIMENSIONS);
        try (TestServer server = server(expert)) {
            CompletableFuture<HttpResponse<String>> taken = CompletableFuture.supplyAsync(() -> server.infer(GOOD));
            expert.awaitSubmitted();
            CompletableFuture<HttpResponse<String>> queued = CompletableFuture.supplyAsync(() -> server.infer(GOOD));
            while (server.engine.queueDepth() == 0) {
                Thread.onSpinWait();
            }
            HttpResponse<String> refused = server.infer(GOOD);
            expert.release();

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("the queue is full");
            assertThat(taken.get().statusCode()).isEqualTo(200);
            assertThat(queued.get().statusCode()).isEqualTo(200);
            assertThat(server.get("/metrics").body()).contains("witan_rejected_total{code=\"queue_full\"} 1.0");
        }
    }

    @Test
    void moreRequestsThanMayBeInHandAreToldBeforeTheyAreRead() throws Exception {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        try (TestServer server = server(expert, 1)) {
            CompletableFuture<HttpResponse<String>> taken = CompletableFuture.supplyAsync(() -> server.infer(GOOD));
            expert.awaitSubmitted();
            HttpResponse<String> refused = server.infer("not even JSON");
            expert.release();

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("the server is busy: 1 requests are in hand");
            assertThat(taken.get().statusCode()).isEqualTo(200);
            assertThat(server.get("/v2/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aSlowAnswerOutlivesTheIdleTimeout() throws Exception {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        try (TestServer server = server(expert)) {
            CompletableFuture<HttpResponse<String>> slow = CompletableFuture.supplyAsync(() -> server.infer(GOOD));

            assertThatThrownBy(() -> slow.get(4 * IDLE_MAX.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            expert.release();
            assertThat(slow.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatStopsArrivingIsGivenUp() {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        expert.release();
        try (TestServer server = server(expert)) {
            String reply =
                    server.raw("POST /v2/models/ads/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");

            assertThat(reply).startsWith("HTTP/1.1 408").contains("the body must arrive without a long pause");
            assertThat(server.infer(GOOD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatTricklesInIsGivenUpWhenAnyRequestWouldBe() throws Exception {
        int bytes = 5_000_000;
        ServerLimits limits = TestLimits.of(bytes, 100, Duration.ofSeconds(30), Duration.ofSeconds(10));
        Duration deadline = Duration.ofMillis(200);
        Limits brief = new Limits(1, 100, 100, 100, 10, 1, 1, 1, 10, 0, deadline, deadline, Duration.ofSeconds(20));
        try (TestServer server = new TestServer(
                        TestServer.config().withLimits(limits),
                        brief,
                        new BinaryHead(List.of("skip", "click")),
                        List.of());
                Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.setSoTimeout(30_000);
            String head =
                    "POST /v2/models/ads/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            for (int sent = 0; sent < bytes - 1 && socket.getInputStream().available() == 0; sent++) {
                socket.getOutputStream().write(' ');
            }

            assertThat(socket.getInputStream().readNBytes(12))
                    .asString(US_ASCII)
                    .isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void aCallerThatHangsUpLeavesTheServerWell() throws Exception {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        try (TestServer server = server(expert)) {
            try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
                String head =
                        "POST /v2/models/ads/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + GOOD.length();
                socket.getOutputStream().write((head + "\r\n\r\n" + GOOD).getBytes(US_ASCII));
                expert.awaitSubmitted();
            }
            expert.release();

            assertThat(server.infer(GOOD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requestsSentAheadOnOneConnectionAreAnsweredInOrder() {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        expert.release();
        try (TestServer server = server(expert)) {
            String first = "POST /v2/models/ads/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + GOOD.length()
                    + "\r\n\r\n" + GOOD;
            String last = "GET /v2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

            String replies = server.raw(first + last);

            assertThat(replies.indexOf("model_version")).isPositive().isLessThan(replies.indexOf("extensions"));
        }
    }
}
