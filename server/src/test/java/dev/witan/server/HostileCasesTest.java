// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Limits;
import dev.witan.engine.response.BinaryHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// All hostile cases at once, over connections of their own, each followed by a good request.
class HostileCasesTest {
    private static final List<HostileCase> CASES = HostileCases.all();
    private static final Path LIST = Path.of("..", "docs", "hostile-cases.md");
    private static final Map<HostileCase, Future<RawReply>> REPLIES = new LinkedHashMap<>();

    private static TestServer patient;
    private static TestServer hasty;

    @BeforeAll
    static void start() {
        patient = server(Duration.ofSeconds(30), Duration.ofSeconds(20));
        hasty = server(Duration.ofMillis(900), Duration.ofMillis(600));
        askAll(CASES.stream().filter(each -> !each.door().isHasty()).toList());
        askAll(CASES.stream().filter(each -> each.door().isHasty()).toList());
    }

    /// All at once; the hasty server's turn comes when the others no longer take the machine's time.
    private static void askAll(List<HostileCase> cases) {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            cases.forEach(each -> REPLIES.put(each, callers.submit(() -> ask(each))));
        }
    }

    private static TestServer server(Duration idleMax, Duration headMax) {
        return new TestServer(
                TestServer.config()
                        .withLimits(
                                TestLimits.of(HostileCases.BODY_BYTES_MAX, 10_000_000, 1000, 1000, idleMax, headMax)),
                Limits.defaults(),
                new BinaryHead(List.of("skip", "click")),
                List.of());
    }

    @AfterAll
    static void stop() {
        patient.close();
        hasty.close();
    }

    private static RawReply ask(HostileCase each) throws Exception {
        RawReply reply = each.ask(
                switch (each.door()) {
                    case DATA -> patient.server.port();
                    case ADMIN -> patient.server.adminPort();
                    case HASTY_DATA -> hasty.server.port();
                    case HASTY_ADMIN -> hasty.server.adminPort();
                });
        assertThat(patient.infer(HostileCases.GOOD).statusCode()).isEqualTo(200);
        return reply;
    }

    @TestFactory
    Stream<DynamicTest> eachIsAnsweredAsItIsDue() {
        return CASES.stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    private static void check(HostileCase each) throws Exception {
        RawReply reply = REPLIES.get(each).get();
        assertThat(reply.status()).as("%s: %s", each.name(), reply).isEqualTo(each.status());
        assertThat(reply.body()).as(each.name()).contains(each.message());
        if (reply.status() != 0) {
            assertThat(error(reply.body())).isNotBlank();
            assertThat(reply.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("x-content-type-options", "nosniff")
                    .doesNotContainKeys("server", "x-powered-by", "access-control-allow-origin");
            assertThat(reply.toString())
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContain("Exception", "java.", "dev.witan", "org.", "\tat ");
        }
    }

    /// The message in a body that must be an object with just that.
    private static String error(String body) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), body)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(parser.nextName()).isEqualTo("error");
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
            String message = parser.getString();
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextToken()).isNull();
            return message;
        }
    }

    @Test
    void theCommittedListSaysWhatIsDone() throws IOException {
        if ("write".equals(System.getProperty("witan.docs"))) {
            Files.writeString(LIST, HostileCasesPage.markdown(CASES));
        }

        assertThat(Files.readString(LIST)).isEqualTo(HostileCasesPage.markdown(CASES));
    }

    @Test
    void thereAreManyAndNoTwoHaveTheSameName() {
        assertThat(CASES).hasSizeGreaterThan(100).extracting(HostileCase::name).doesNotHaveDuplicates();
    }
}
