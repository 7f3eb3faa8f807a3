// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.expert.Expert;
import dev.witan.experts.onnx.graph.OnnxGraph;
import dev.witan.model.config.CallConfig;
import dev.witan.model.config.CompressionConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.WarmConfig;
import dev.witan.observability.Telemetry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One mixture of an expert of every kind that answers rows, with real servers and sockets between them. Each expert
/// answers a row's sum times a number of its own, and a row goes to the two experts of its highest numbers.
class FiveKindsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int WIDTH = 5;
    private static final int FFN = 0;
    private static final int ONNX = 1;
    private static final int GRPC = 2;
    private static final int REST = 3;
    private static final int FUNCTION = 4;
    private static final Duration START_TIME = Duration.ofMillis(200);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final int ROWS_MEASURED = 200;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Telemetry TELEMETRY = MadeServer.telemetry();
    private static SumExpert overGrpc;
    private static MadeServer grpc;
    private static MadeServer rest;
    private static SleepyFunction function;
    private static ExpertKinds kinds;
    private static MadeServer five;

    /// Its answer's first number, and whether an expert was missing.
    private record Answer(double value, boolean isDegraded) {}

    @BeforeAll
    static void start() {
        grpc = new MadeServer(
                new MadeMixture("there", WIDTH, 1, arena -> {
                    overGrpc = new SumExpert(arena, "a", WIDTH, GRPC + 1);
                    return List.of(overGrpc);
                }),
                MadeServer.telemetry());
        rest = new MadeServer(
                new MadeMixture("yonder", WIDTH, 1, arena -> List.of(new SumExpert(arena, "b", WIDTH, REST + 1))),
                MadeServer.telemetry());
        function = new SleepyFunction(WIDTH, FUNCTION + 1, START_TIME);
        kinds = ExpertKinds.ofProcess((mixture, expert) ->
                new CountedCalls(mixture, expert, TELEMETRY.remotes().of(mixture, expert)));
        five = new MadeServer(new MadeMixture("five", WIDTH, 2, FiveKindsTest::experts), TELEMETRY);
    }

    private static List<Expert> experts(Arena arena) {
        CallConfig calls = new CallConfig(4, 64, Duration.ofSeconds(5), "");
        ExpertTraits traits = ExpertTraits.described("");
        return List.of(
                new SumExpert(arena, "ffn", WIDTH, FFN + 1),
                open(
                        new ExpertConfig.Onnx("onnx", traits),
                        Optional.of(MemorySegment.ofArray(product(SumExpert.weights(WIDTH, ONNX + 1))))),
                open(
                        new ExpertConfig.Remote(
                                "grpc",
                                traits,
                                "grpc://127.0.0.1:" + grpc.grpcPort(),
                                "there.a",
                                calls,
                                CompressionConfig.NONE),
                        Optional.empty()),
                open(
                        new ExpertConfig.Remote(
                                "rest",
                                traits,
                                "http://127.0.0.1:" + rest.port(),
                                "yonder.b",
                                calls,
                                CompressionConfig.NONE),
                        Optional.empty()),
                open(
                        new ExpertConfig.Function("function", traits, function.url(), calls, WarmConfig.OFF),
                        Optional.empty()));
    }

    private static Expert open(ExpertConfig config, Optional<MemorySegment> file) {
        return kinds.open("five", config, "sha256:" + config.id(), file, WIDTH, 1);
    }

    @AfterAll
    static void stop() {
        five.close();
        kinds.close();
        function.close();
        rest.close();
        grpc.close();
    }

    /// A row whose two experts are these, the first with more weight.
    private static float[] row(int first, int second) {
        float[] row = new float[WIDTH];
        row[first] = 3;
        row[second] = 2;
        return row;
    }

    private static Answer ask(float[] row) {
        String body = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,%d],\"data\":%s}]}"
                .formatted(WIDTH, Arrays.toString(row));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/v2/models/five/infer".formatted(five.port())))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            String answer = CLIENT.send(request, BodyHandlers.ofString(UTF_8)).body();
            JsonNode json = JSON.readTree(answer);
            assertThat(json.has("outputs")).as(answer).isTrue();
            return new Answer(
                    json.at("/outputs/0/data/0").asDouble(),
                    json.at("/parameters/degraded").asBoolean(false));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void assertWhole(int first, int second) {
        double weight = 1 / (1 + Math.exp(-1));
        Answer answer = ask(row(first, second));
        assertThat(answer.isDegraded()).as("experts %d and %d", first, second).isFalse();
        assertThat(answer.value()).isCloseTo(5 * (weight * (first + 1) + (1 - weight) * (second + 1)), within(1e-4));
    }

    private static void assertEveryPairWhole() {
        for (int first = 0; first < WIDTH; first++) {
            for (int second = 0; second < WIDTH; second++) {
                if (first != second) {
                    assertWhole(first, second);
                }
            }
        }
    }

    /// With one of its two experts gone, a row has the other one's answer, and says so.
    private static void assertGone(int gone) {
        for (int other = 0; other < WIDTH; other++) {
            if (other != gone) {
                assertThat(ask(row(gone, other))).isEqualTo(new Answer(5 * (other + 1), true));
            }
        }
        for (int other = 1; other < WIDTH; other++) {
            int second = other == gone ? FFN : other;
            int first = second == FFN ? (gone == ONNX ? GRPC : ONNX) : FFN;
            assertWhole(first, second);
        }
    }

    /// Waits until the other end of an expert is known to answer again.
    private static void awaitUp(String expert) {
        String line = "witan_remote_up{expert=\"%s\",mixture=\"five\"} 1.0".formatted(expert);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!new String(TELEMETRY.scrape(), UTF_8).contains(line)) {
            assertThat(System.nanoTime()).as(line).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void expertsOfEveryKindAnswerTogether() {
        assertEveryPairWhole();
    }

    @Test
    void aServerOverGrpcMayDieAndComeBack() {
        grpc.kill();
        assertGone(GRPC);
        grpc.comeBack();
        awaitUp("grpc");
        assertEveryPairWhole();
    }

    @Test
    void aServerOverRestMayDieAndComeBack() {
        rest.kill();
        assertGone(REST);
        rest.comeBack();
        awaitUp("rest");
        assertEveryPairWhole();
    }

    @Test
    void aFunctionMayDieAndComeBackCold() {
        function.kill();
        assertGone(FUNCTION);
        function.comeBack();
        awaitUp("function");
        assertEveryPairWhole();
    }

    @Test
    void aFunctionThatSleepsIsWaitedForAndCountedApart() {
        assertWhole(FUNCTION, FFN);
        int before = function.started();
        function.sleep();

        long started = System.nanoTime();
        assertWhole(FUNCTION, FFN);
        long cold = System.nanoTime() - started;

        assertThat(function.started()).isEqualTo(before + 1);
        assertThat(cold).isGreaterThan(START_TIME.toNanos());
        assertThat(new String(TELEMETRY.scrape(), UTF_8))
                .containsPattern(
                        "witan_function_cold_call_duration_seconds_count\\{expert=\"function\",mixture=\"five\"} [1-9]");
        started = System.nanoTime();
        assertWhole(FUNCTION, FFN);
        System.out.printf("function: cold %.1f ms, warm %.1f ms%n", cold / 1e6, (System.nanoTime() - started) / 1e6);
    }

    @Test
    void everyKindAnswersFromItsFirstRequestOn() {
        five.kill();
        function.sleep();
        five.comeBack();
        for (int kind = 1; kind < WIDTH; kind++) {
            assertWhole(kind, FFN);
        }
    }

    @Test
    void aSlowExpertDelaysNoRowThatDoesNotNeedIt() throws InterruptedException {
        measured();
        long[] alone = measured();
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger slowAnswers = new AtomicInteger();
        overGrpc.delayNanos = SLOW.toNanos();
        long[] beside;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                callers.submit(() -> {
                    while (!isOver.get()) {
                        ask(row(GRPC, FFN));
                        slowAnswers.incrementAndGet();
                    }
                });
            }
            try {
                beside = measured();
            } finally {
                isOver.set(true);
                overGrpc.delayNanos = 0;
            }
        }
        System.out.printf(
                "rows that need no slow expert, p50 and p99: %.2f and %.2f ms alone, %.2f and %.2f ms beside 16 callers of one that takes %d ms (%d of its answers)%n",
                alone[0] / 1e6, alone[1] / 1e6, beside[0] / 1e6, beside[1] / 1e6, SLOW.toMillis(), slowAnswers.get());
        assertThat(beside[1]).isLessThan(SLOW.toNanos() / 2);
    }

    /// The median and the 99th percentile of the time of a row that goes to the two experts of this process.
    private static long[] measured() {
        long[] nanos = new long[ROWS_MEASURED];
        for (int i = 0; i < nanos.length; i++) {
            long started = System.nanoTime();
            assertWhole(FFN, ONNX);
            nanos[i] = System.nanoTime() - started;
        }
        Arrays.sort(nanos);
        return new long[] {nanos[ROWS_MEASURED / 2], nanos[ROWS_MEASURED * 99 / 100]};
    }

    /// Each row's product with one column of weights.
    private static byte[] product(float... weights) {
        return new OnnxGraph("product")
                .input("rows", OnnxGraph.ANY, weights.length)
                .output("output", OnnxGraph.ANY, 1)
                .tensor("weights", weights, weights.length, 1)
                .node("MatMul", "output", "rows", "weights")
                .bytes();
    }
}
