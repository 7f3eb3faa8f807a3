// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.kernels.Kernels;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.observability.Telemetry;
import dev.witan.server.host.RepositorySource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bursts of pictures at a mixture of a light expert and a heavy one that is a function and scales to zero.
class PictureBurstTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration START_TIME = Duration.ofMillis(400);
    private static final int PICTURES = 300;
    private static final int CALLERS = 16;
    private static final long APART_NANOS = Duration.ofMillis(1000).toNanos() / PICTURES;
    private static final double COMPLEX_SHARE = 0.25;
    private static final double HEAVY_SHARE_MAX = 0.35;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Telemetry TELEMETRY = MadeServer.telemetry();
    private static final String YAML = """
            apiVersion: witan.dev/v1
            kind: Mixture
            metadata: {name: shapes, description: "Which shape is it?"}
            spec:
              signature: {inputs: [{name: picture, datatype: BYTES}], target: shape}
              encoder:
                kind: table
                columns: [{name: picture, kind: image, width: 12, height: 12, colour: grey}]
              gate: {kind: linear}
              experts:
                - {id: light, kind: ffn, hidden: [6], activation: gelu}
                - {id: heavy, kind: function, url: "%s", timeout: 5s, inFlightMax: 1, batchRowsMax: 64}
              routing: {fanOut: 1}
              combine: {kind: weightedSum, patience: 50ms, fallback: light}
              head: {kind: multiClass, classes: [circle, cross, square, triangle]}
            """;

    @TempDir
    private static Path root;

    private static ShapesMixture shapes;
    private static SleepyFunction function;
    private static ExpertKinds kinds;
    private static MadeServer server;

    private record Answered(DrawnShape shape, String label, boolean isDegraded, long nanos) {
        boolean isRight() {
            return label.equals(shape.name());
        }
    }

    /// What a burst left behind.
    ///
    /// @param started instances of the function that had to start
    /// @param coldCounted calls that the metrics count as cold
    /// @param heavyRows rows that the heavy expert answered, in time or not
    private record Burst(List<Answered> answers, int started, int calls, double coldCounted, double heavyRows) {
        long count(Predicate<Answered> which) {
            return answers.stream().filter(which).count();
        }

        double accuracy() {
            return (double) count(Answered::isRight) / PICTURES;
        }

        /// At most this share of the pictures went to the heavy expert: those that it answered and those that were
        /// tired of waiting.
        double heavyShare() {
            return (heavyRows + count(Answered::isDegraded)) / PICTURES;
        }

        double millis(Predicate<Answered> which, double percentile) {
            long[] nanos = answers.stream()
                    .filter(which)
                    .mapToLong(Answered::nanos)
                    .sorted()
                    .toArray();
            return nanos[(int) Math.min(nanos.length - 1, nanos.length * percentile)] / 1e6;
        }

        double easyMillis(double percentile) {
            return millis(it -> !it.shape().isComplex(), percentile);
        }

        double complexMillis(double percentile) {
            return millis(it -> it.shape().isComplex(), percentile);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        shapes = ShapesMixture.learn();
        function = new SleepyFunction(ShapesMixture.width(), shapes::heavy, START_TIME);
        kinds = ExpertKinds.ofProcess((mixture, expert) ->
                new CountedCalls(mixture, expert, TELEMETRY.remotes().of(mixture, expert)));
        MixtureRepository repository = shapes.publish(root, YAML.formatted(function.url()), kinds);
        server = new MadeServer(new RepositorySource(repository, List.of(), kinds.loader(Kernels.choose())), TELEMETRY);
    }

    @AfterAll
    static void stop() {
        server.close();
        kinds.close();
        function.close();
    }

    private static Answered ask(DrawnShape shape, long dueNanos) throws IOException, InterruptedException {
        String body = "{\"inputs\":[{\"name\":\"picture\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"%s\"]}]}"
                .formatted(Base64.getEncoder().encodeToString(shape.png()));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/v2/models/shapes/infer".formatted(server.port())))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build();
        String answer = CLIENT.send(request, BodyHandlers.ofString(UTF_8)).body();
        long nanos = System.nanoTime() - dueNanos;
        JsonNode json = JSON.readTree(answer);
        assertThat(json.at("/outputs/0/name").asString("")).as(answer).isEqualTo("label");
        return new Answered(
                shape,
                json.at("/outputs/0/data/0").asString(),
                json.at("/parameters/degraded").asBoolean(false),
                nanos);
    }

    /// Pictures that arrive evenly over a second, whether or not those before were answered; times count from when a
    /// picture was due.
    private static Burst burst(List<DrawnShape> drawn) throws Exception {
        ConcurrentLinkedQueue<Answered> answers = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        CountDownLatch ready = new CountDownLatch(CALLERS);
        int started = function.started();
        int calls = function.calls();
        double cold = metric("witan_function_cold_call_duration_seconds_count");
        double rows = metric("witan_expert_rows_total");
        long startNanos = System.nanoTime() + Duration.ofMillis(50).toNanos();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                all.add(callers.submit(() -> {
                    ready.countDown();
                    ready.await();
                    for (int i = next.getAndIncrement(); i < PICTURES; i = next.getAndIncrement()) {
                        long due = startNanos + i * APART_NANOS;
                        awaitTime(due);
                        answers.add(ask(drawn.get(i), due));
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
        }
        return new Burst(
                List.copyOf(answers),
                function.started() - started,
                function.calls() - calls,
                metric("witan_function_cold_call_duration_seconds_count") - cold,
                metric("witan_expert_rows_total") - rows);
    }

    private static void awaitTime(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double metric(String name) {
        Matcher line = Pattern.compile(name + "\\{expert=\"heavy\",mixture=\"shapes\"\\} (\\S+)")
                .matcher(new String(TELEMETRY.scrape(), UTF_8));
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    private static void print(String when, Burst burst) {
        System.out.printf(
                "%s: easy p50 %.1f p99 %.1f ms, complex p50 %.1f p99 %.1f ms; %d degraded, %.0f rows answered by the"
                        + " function in %d calls (%.3f a picture), %d cold; %.3f right%n",
                when,
                burst.easyMillis(0.5),
                burst.easyMillis(0.99),
                burst.complexMillis(0.5),
                burst.complexMillis(0.99),
                burst.count(Answered::isDegraded),
                burst.heavyRows(),
                burst.calls(),
                (double) burst.calls() / PICTURES,
                burst.started(),
                burst.accuracy());
    }

    private static void assertServed(Burst burst, List<DrawnShape> drawn, int coldStarts) {
        assertThat(burst.answers()).extracting(Answered::shape).containsExactlyInAnyOrderElementsOf(drawn);
        assertThat(burst.easyMillis(0.99)).isLessThan(START_TIME.toMillis());
        assertThat(burst.heavyShare()).isLessThan(HEAVY_SHARE_MAX);
        assertThat(burst.calls()).isLessThan((int) (HEAVY_SHARE_MAX * PICTURES));
        assertThat(burst.started()).isEqualTo(coldStarts);
        assertThat(burst.coldCounted()).isEqualTo(coldStarts);
    }

    @Test
    void aColdStartHurtsNobodyAndTheFunctionIsAskedForWhatNeedsIt() throws Exception {
        burst(DrawnShape.draw(10, PICTURES, COMPLEX_SHARE));
        List<DrawnShape> drawn = DrawnShape.draw(11, PICTURES, COMPLEX_SHARE);
        double lightAlone = (double) shapes.rightByLight(drawn) / PICTURES;
        System.out.printf("the light expert alone: %.3f right%n", lightAlone);

        function.sleep();
        Burst cold = burst(drawn);
        print("cold", cold);
        Burst warm = burst(drawn);
        print("warm", warm);
        function.sleep();
        Burst afterIdle = burst(drawn);
        print("after idle", afterIdle);

        assertServed(cold, drawn, 1);
        assertServed(warm, drawn, 0);
        assertServed(afterIdle, drawn, 1);
        assertThat(cold.count(Answered::isDegraded)).isPositive();
        assertThat(cold.accuracy()).isGreaterThanOrEqualTo(lightAlone);
        assertThat(warm.accuracy()).isGreaterThan(lightAlone + 0.02);
    }
}
