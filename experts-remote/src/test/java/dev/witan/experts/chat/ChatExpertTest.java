// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.experts.chat.ChatFailure.Reason;
import dev.witan.testkit.CannedUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatExpertTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CannedUpstream upstream = new CannedUpstream(0);

    @AfterEach
    void stop() {
        upstream.close();
    }

    private static ChatLimits limits(Duration patience) {
        return new ChatLimits(LONG, patience, patience, patience, LONG, 4096, 4096, 2);
    }

    private ChatExpert expert(String behaviour, Duration patience) {
        return expertAt(upstream.url(behaviour), patience);
    }

    private static ChatExpert expertAt(String url, Duration patience) {
        ChatUpstream upstream = ChatUpstream.of(url, "canned-dutch", "KEY", Map.of("KEY", "secret-1"));
        return new ChatExpert("dutch", "sha256:d", 4, upstream, limits(patience));
    }

    private static ChatQuestion question(boolean isStreamed) {
        JsonText body = JsonText.of(
                "{\"model\": \"assistant\", \"messages\": [], \"stream\": %s, \"stream_options\": {\"include_usage\": true}, \"x\": 1}"
                        .formatted(isStreamed));
        return new ChatQuestion(
                body, isStreamed, "request-1", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    private static Reason reason(ChatStart start) {
        return ((ChatStart.Failed) start).failure().reason();
    }

    /// Returns once so many calls were given up.
    private void awaitCancelled(int count) {
        long end = System.nanoTime() + LONG.toNanos();
        while (upstream.cancelled() != count) {
            assertThat(System.nanoTime() - end)
                    .as("cancelled: %d", upstream.cancelled())
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void aWholeAnswerComesAsItIs() {
        try (ChatExpert expert = expert("", LONG);
                ChatCall call = expert.call(question(false))) {
            ChatStart.Whole whole = (ChatStart.Whole) call.start();

            assertThat(whole.answer().value("model")).isEqualTo("\"canned-dutch\"");
            assertThat(whole.answer().value("choices")).contains("Goedendag").contains("(canned-dutch).");
            assertThat(whole.usage()).isEqualTo(new ChatUsage(7, 7));
            assertThat(upstream.lastRequest())
                    .contains("Authorization: Bearer secret-1")
                    .contains("x-request-id: request-1")
                    .contains("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                    .contains("{\"model\": \"canned-dutch\", \"messages\": [], \"stream\": false,")
                    .contains("\"x\": 1}");
        }
    }

    @Test
    void aStreamComesEventByEventAndItsConnectionIsUsedAgain() {
        try (ChatExpert expert = expert("", LONG)) {
            for (int i = 0; i < 3; i++) {
                try (ChatCall call = expert.call(question(true))) {
                    StringBuilder text = new StringBuilder();
                    long tokens = 0;
                    ChatEvent event = ((ChatStart.Streaming) call.start()).first();
                    while (event instanceof ChatEvent.Chunk(var json, var usage)) {
                        text.append(json.value("choices"));
                        tokens += usage.completionTokens();
                        event = call.next();
                    }
                    assertThat(event).isEqualTo(new ChatEvent.Done());
                    assertThat(text).contains("Goedendag").contains("(canned-dutch).");
                    assertThat(tokens).isEqualTo(7);
                }
            }
        }
        assertThat(upstream.finished()).isEqualTo(3);
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "fail, STATUS",
        "key, STATUS",
        "busy, BUSY",
        "garbage, MALFORMED",
        "cut, CUT_OFF",
        "hang, TIMEOUT",
    })
    void anUpstreamThatFailsSaysWhy(String behaviour, Reason reason) {
        try (ChatExpert expert = expert(behaviour, behaviour.equals("hang") ? SHORT : LONG);
                ChatCall call = expert.call(question(false))) {
            assertThat(reason(call.start())).isEqualTo(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fail, STATUS",
        "garbage, MALFORMED",
        "error, STATUS",
        "hang, TIMEOUT",
        "silent, TIMEOUT",
    })
    void aStreamThatDoesNotBeginSaysWhy(String behaviour, Reason reason) {
        boolean isLate = reason == Reason.TIMEOUT;
        try (ChatExpert expert = expert(behaviour, isLate ? SHORT : LONG);
                ChatCall call = expert.call(question(true))) {
            assertThat(reason(call.start())).isEqualTo(reason);
        }
        if (isLate) {
            awaitCancelled(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"cut, CUT_OFF", "late, STATUS", "pause, STALLED"})
    void aStreamThatBreaksSaysWhy(String behaviour, Reason reason) {
        try (ChatExpert expert = expert(behaviour, behaviour.equals("pause") ? SHORT : LONG);
                ChatCall call = expert.call(question(true))) {
            ChatEvent event = ((ChatStart.Streaming) call.start()).first();
            for (int i = 0; i < 3; i++) {
                assertThat(event).isInstanceOf(ChatEvent.Chunk.class);
                event = call.next();
            }
            assertThat(((ChatEvent.Broken) event).failure().reason()).isEqualTo(reason);
        }
    }

    @Test
    void whatTheUpstreamRefusesIsTheCallersToMend() {
        try (ChatExpert expert = expert("refuse", LONG);
                ChatCall call = expert.call(question(true))) {
            ChatStart.Refused refused = (ChatStart.Refused) call.start();

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.error()).contains("temperature must be at most 2");
        }
    }

    /// Servers quote keys that they do not know, first and last characters.
    @ParameterizedTest
    @ValueSource(strings = {"quote", "quote-400", "quote-500"})
    void aKeyThatAnUpstreamQuotesIsToldNobody(String behaviour) {
        ChatUpstream upstream = ChatUpstream.of(
                this.upstream.url(behaviour), "canned-dutch", "KEY", Map.of("KEY", "sk-Zq7RvMw2Lx9TdP4"));
        try (ChatExpert expert = new ChatExpert("dutch", "sha256:d", 4, upstream, limits(LONG));
                ChatCall call = expert.call(question(false))) {
            String told = switch (call.start()) {
                case ChatStart.Failed(var failure) -> failure.message();
                case ChatStart.Refused(var _, var error) -> error;
                case ChatStart other -> other.toString();
            };
            assertThat(told).containsAnyOf("key", "500").doesNotContain("sk-Zq", "TdP4");
        }
    }

    @Test
    void partsOfAKeyAreMaskedAndNothingElse() {
        KeyMask mask = KeyMask.of("secret-1");
        assertThat(mask.apply("bad key secret-1 or secr++et-1, no secret"))
                .isEqualTo("bad key *** or ***++***, no ***");
        assertThat(KeyMask.of("").apply("a text")).isEqualTo("a text");
        assertThat(mask).asString().doesNotContain("secret");
    }

    @Test
    void aServerThatIsNotThereIsNoConnection() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (ChatExpert expert = expertAt("http://127.0.0.1:" + port + "/v1", LONG);
                ChatCall call = expert.call(question(false))) {
            assertThat(reason(call.start())).isEqualTo(Reason.CONNECT);
        }
    }

    @Test
    void aCallThatIsCancelledBeforeTheAnswerHangsUp() throws InterruptedException {
        try (ChatExpert expert = expert("hang", LONG);
                ChatCall call = expert.call(question(false))) {
            Thread canceller = Thread.ofVirtual().start(() -> {
                while (upstream.calls() == 0) {
                    Thread.onSpinWait();
                }
                call.cancel();
            });
            assertThat(reason(call.start())).isEqualTo(Reason.CANCELLED);
            canceller.join();
            awaitCancelled(1);
        }
    }

    @Test
    void aStreamThatIsCancelledHangsUp() {
        try (ChatExpert expert = expert("flood", LONG);
                ChatCall call = expert.call(question(true))) {
            assertThat(call.start()).isInstanceOf(ChatStart.Streaming.class);
            call.cancel();
            awaitCancelled(1);
        }
    }

    @Test
    void whoeverWaitsForAStreamThatIsCancelledIsToldAtOnce() throws InterruptedException {
        try (ChatExpert expert = expert("silent", LONG);
                ChatCall call = expert.call(question(true))) {
            Thread canceller = Thread.ofVirtual().start(() -> {
                while (upstream.calls() == 0) {
                    Thread.onSpinWait();
                }
                call.cancel();
            });
            long began = System.nanoTime();
            assertThat(reason(call.start())).isEqualTo(Reason.CANCELLED);
            assertThat(System.nanoTime() - began).isLessThan(LONG.toNanos() / 2);
            canceller.join();
            awaitCancelled(1);
        }
    }

    @Test
    void aStreamThatIsClosedInTheMiddleHangsUp() {
        try (ChatExpert expert = expert("flood", LONG)) {
            try (ChatCall call = expert.call(question(true))) {
                assertThat(call.start()).isInstanceOf(ChatStart.Streaming.class);
            }
            awaitCancelled(1);
        }
    }

    @Test
    void oneCallTooManyIsRefusedAtOnce() {
        try (ChatExpert expert = expert("hang", LONG)) {
            try (ChatCall _ = expert.call(question(false));
                    ChatCall _ = expert.call(question(false));
                    ChatCall three = expert.call(question(false))) {
                assertThat(reason(three.start())).isEqualTo(Reason.BUSY);
            }
            try (ChatCall four = expert.call(question(false))) {
                four.cancel();
                assertThat(reason(four.start())).isEqualTo(Reason.CANCELLED);
            }
        }
    }

    @Test
    void aKeyThatIsNotSetIsSaidWhenTheExpertIsMade() {
        assertThatThrownBy(() -> ChatUpstream.of("http://h/v1", "m", "NO_SUCH_KEY", Map.of()))
                .hasMessage("the environment variable NO_SUCH_KEY must hold a chat upstream's key: it is not set");
        assertThatThrownBy(() -> ChatUpstream.of("grpc://h:1", "m", "", Map.of()))
                .hasMessageContaining("must begin with http:// or https://");
        assertThat(ChatUpstream.of("http://h/v1", "m", "K", Map.of("K", "s3cret")))
                .asString()
                .doesNotContain("s3cret");
    }
}
