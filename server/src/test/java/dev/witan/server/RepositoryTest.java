// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Limits;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.response.BinaryHead;
import inference.ModelInferResponse;
import inference.ModelReadyRequest;
import inference.RepositoryModelLoadRequest;
import inference.RepositoryModelLoadResponse;
import inference.RepositoryModelUnloadRequest;
import io.grpc.Status;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class RepositoryTest {
    private static final String GOOD =
            "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [39]}]}";
    private static final int DIMENSIONS = 12;

    private static HttpResponse<String> change(TestServer server, String what) {
        return server.send(server.request("/v2/repository/models/" + what)
                .header("authorization", "Bearer " + TestServer.ADMIN_TOKEN)
                .POST(BodyPublishers.noBody()));
    }

    private static HttpResponse<String> index(TestServer server, String body) {
        return server.post("/v2/repository/index", body);
    }

    @Test
    void anEngineThatCannotBeHostedDoesNotStayBehind() {
        try (TestServer server = new TestServer()) {
            server.source.publish("other", 1);
            // a price so high that no score can bear it: the overlay cannot be laid
            server.host
                    .control("other")
                    .overlay()
                    .change((state, _) -> state.withPrices(
                            Map.of("cheap", Float.MAX_VALUE), Map.of(LiveState.EVERYBODY, Float.MAX_VALUE)));
            long lanes = lanes();
            assertThatThrownBy(() -> server.host.load("other")).hasMessage("bias must be finite: -Infinity");
            assertThat(lanes()).isEqualTo(lanes);
            assertThat(server.source.inMemory()).isEqualTo(1);
            assertThat(server.host.control("other").overlay().mixture()).isEmpty();
        }
    }

    private static long lanes() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("witan-lane"))
                .count();
    }

    @Test
    void aReloadUnderTrafficAnswersEveryRequestAndGivesTheOldMemoryBack() throws Exception {
        try (TestServer server = new TestServer();
                GrpcClient client = new GrpcClient(server);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicBoolean isOver = new AtomicBoolean();
            Map<String, LongAdder> answers = new ConcurrentHashMap<>();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(callers.submit(() -> {
                    while (!isOver.get()) {
                        HttpResponse<String> answer = server.infer(GOOD);
                        count(answers, "rest " + answer.statusCode());
                    }
                }));
                running.add(callers.submit(() -> {
                    while (!isOver.get()) {
                        ModelInferResponse answer = client.blocking().modelInfer(GrpcClient.good());
                        count(answers, "grpc " + answer.getModelVersion());
                    }
                }));
            }
            for (int release = 4; release < 12; release++) {
                server.source.publish("ads", release);
                assertThat(change(server, "ads/load").body())
                        .isEqualTo("{\"name\":\"ads\",\"version\":\"%d\",\"state\":\"READY\",\"reason\":\"\"}"
                                .formatted(release));
            }
            isOver.set(true);
            for (Future<?> caller : running) {
                caller.get(60, TimeUnit.SECONDS);
            }

            assertThat(answers.keySet()).allMatch(key -> key.equals("rest 200") || key.startsWith("grpc "));
            assertThat(answers.get("rest 200").sum()).isPositive();
            await(() -> server.source.inMemory() == 1);
            assertThat(server.get("/metrics").body())
                    .contains("release=\"11\"")
                    .doesNotContain("release=\"3\"", "release=\"10\"");
        }
    }

    private static void count(Map<String, LongAdder> answers, String key) {
        answers.computeIfAbsent(key, _ -> new LongAdder()).increment();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertThat(System.nanoTime() - end).isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsInFlightEndsOnTheReleaseItBeganWith() throws Exception {
        HeldExpert expert = new HeldExpert(DIMENSIONS, false);
        try (TestServer server = held(expert);
                GrpcClient client = new GrpcClient(server);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> rest = callers.submit(() -> server.infer(GOOD));
            Future<ModelInferResponse> grpc =
                    callers.submit(() -> client.blocking().modelInfer(GrpcClient.good()));
            await(() -> server.engine.requestsOpen() == 2);
            server.source.publish("ads", 4);
            server.host.load("ads");
            expert.release();

            assertThat(rest.get(30, TimeUnit.SECONDS).body()).contains("\"model_version\":\"3\"");
            assertThat(grpc.get(30, TimeUnit.SECONDS).getModelVersion()).isEqualTo("3");
            assertThat(server.infer(GOOD).body()).contains("\"model_version\":\"4\"");
            await(() -> server.source.inMemory() == 1);
        }
    }

    @Test
    void anUnloadedMixtureIsUnavailableAndComesBack() {
        try (TestServer server = new TestServer();
                GrpcClient client = new GrpcClient(server)) {
            assertThat(change(server, "ads/unload").body())
                    .isEqualTo("{\"name\":\"ads\",\"version\":\"\",\"state\":\"UNAVAILABLE\",\"reason\":\"unloaded\"}");
            assertThat(server.source.inMemory()).isZero();
            assertThat(server.infer(GOOD).statusCode()).isEqualTo(503);
            assertThat(server.infer(GOOD).body()).isEqualTo("{\"error\":\"mixture 'ads' is not available: unloaded\"}");
            assertThat(server.get("/v2/models/ads/ready").statusCode()).isEqualTo(503);
            assertThat(server.get("/v2/models/adz/ready").statusCode()).isEqualTo(404);
            assertThat(server.get("/v2/health/ready").statusCode()).isEqualTo(200);
            assertThat(client.blocking()
                            .modelReady(ModelReadyRequest.newBuilder()
                                    .setName("ads")
                                    .build())
                            .getReady())
                    .isFalse();
            assertThat(GrpcClient.refusal(() -> client.blocking().modelInfer(GrpcClient.good()))
                            .getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(server.get("/metrics").body()).doesNotContain("mixture=\"ads\"");
            assertThat(index(server, "{\"ready\": true}").body()).isEqualTo("[]");

            assertThat(change(server, "ads/load").statusCode()).isEqualTo(200);
            assertThat(server.infer(GOOD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aDamagedMixtureIsListedWithItsReasonAndTheOneBeforeItGoesOn() {
        try (TestServer server = new TestServer()) {
            server.source.damage("ads", "ads/encoder/1/encoder.json: SHA-256 must be 00, as published: 11");
            server.source.damage("broken", "broken/releases/1.json: must exist");

            HttpResponse<String> refused = change(server, "ads/load");
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body()).contains("mixture 'ads' cannot be loaded: ads/encoder/1/encoder.json: SHA-256");
            assertThat(change(server, "broken/load").statusCode()).isEqualTo(500);
            assertThat(server.infer(GOOD).statusCode()).isEqualTo(200);
            assertThat(index(server, "").body())
                    .isEqualTo("[{\"name\":\"ads\",\"version\":\"3\",\"state\":\"READY\",\"reason\":"
                            + "\"it could not be loaded again: ads/encoder/1/encoder.json: SHA-256 must be 00, as published: 11\"},"
                            + "{\"name\":\"broken\",\"version\":\"\",\"state\":\"UNAVAILABLE\",\"reason\":"
                            + "\"broken/releases/1.json: must exist\"}]");
        }
    }

    @Test
    void loadingNeedsTheAdminTokenOnEveryPort() {
        try (TestServer server = new TestServer();
                GrpcClient client = new GrpcClient(server)) {
            assertThat(server.post("/v2/repository/models/ads/load", "").statusCode())
                    .isEqualTo(401);
            assertThat(server.send(server.admin("/v2/repository/models/ads/load")
                                    .POST(BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(401);
            RepositoryModelLoadRequest load =
                    RepositoryModelLoadRequest.newBuilder().setModelName("ads").build();
            assertThat(GrpcClient.refusal(() -> client.blocking().repositoryModelLoad(load))
                            .getCode())
                    .isEqualTo(Status.Code.UNAUTHENTICATED);

            String bearer = "Bearer " + TestServer.ADMIN_TOKEN;
            assertThat(server.send(server.admin("/v2/repository/models/ads/load")
                                    .header("authorization", bearer)
                                    .POST(BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(200);
            RepositoryModelLoadResponse loaded =
                    client.with("authorization", bearer).repositoryModelLoad(load);
            assertThat(loaded.getIsLoaded()).isTrue();
            assertThat(client.with("authorization", bearer)
                            .repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                                    .setRepositoryName("ads")
                                    .build())
                            .getIsUnloaded())
                    .isTrue();
        }
    }

    @Test
    void whatIsUnknownOrWouldNotBeHeededIsRefused() {
        try (TestServer server = new TestServer()) {
            assertThat(change(server, "adz/load").statusCode()).isEqualTo(404);
            assertThat(change(server, "adz/unload").body()).contains("did you mean 'ads'?");
            assertThat(change(server, "ads/reload").statusCode()).isEqualTo(404);
            assertThat(change(server, "..%2Fads/load").statusCode()).isIn(400, 404);
            assertThat(server.get("/v2/repository/index").statusCode()).isEqualTo(405);
            assertThat(index(server, "{\"redy\": true}").statusCode()).isEqualTo(400);
            assertThat(index(server, "{").statusCode()).isEqualTo(400);
            assertThat(server.send(server.request("/v2/repository/models/ads/load")
                                    .header("authorization", "Bearer " + TestServer.ADMIN_TOKEN)
                                    .POST(BodyPublishers.ofString("{\"parameters\": {\"config\": \"{}\"}}")))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void statisticsAndConfigurationAreThoseOfTheRelease() {
        try (TestServer server = new TestServer()) {
            server.infer(GOOD);
            server.awaitMetric("witan_batch_rows_count{mixture=\"ads\"} 1");
            String statistics = server.get("/v2/models/ads/stats").body();
            assertThat(statistics)
                    .startsWith("{\"model_stats\":[{\"name\":\"ads\",\"version\":\"3\",\"last_inference\":")
                    .contains(
                            "\"inference_count\":1",
                            "\"success\":{\"count\":1,\"ns\":",
                            "\"expert\":\"cheap\",\"rows\":1");
            assertThat(server.get("/v2/models/ads/versions/3/stats").statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/v2/models/stats").body()).startsWith("{\"model_stats\":[{\"name\":\"ads\"");
            assertThat(server.get("/v2/models/ads/versions/3/config").body())
                    .contains(
                            "\"backend\":\"witan\"",
                            "\"max_batch_size\":16384",
                            "{\"name\":\"age\",\"data_type\":\"TYPE_FP64\",\"dims\":[1],\"optional\":true}",
                            "\"experts\":{\"string_value\":\"2\"}");
            assertThat(server.get("/v2/models/ads/versions/4/config").statusCode())
                    .isEqualTo(404);
        }
    }

    private static TestServer held(HeldExpert expert) {
        return new TestServer(
                TestServer.config(), Limits.defaults(), new BinaryHead(List.of("skip", "click")), List.of(expert));
    }
}
