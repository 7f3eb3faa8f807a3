// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static dev.witan.server.ChatServer.conversation;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.experts.chat.ChatLimits;
import dev.witan.server.security.ApiKey;
import dev.witan.server.security.ApiKeys;
import dev.witan.server.security.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTest {
    private static final String STREAM = ", \"stream\": true, \"stream_options\": {\"include_usage\": true}";

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String head(String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.getBytes(UTF_8).length, body);
    }

    @Test
    void theExpertThatTheGateChoseAnswers() {
        try (ChatServer server = new ChatServer("", "", "")) {
            HttpResponse<String> answer = server.ask(conversation("spreek nederlands", ", \"temperature\": 1.0e-1"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("(canned-dutch).").contains("\"model\": \"assistant\"");
            assertThat(header(answer, "x-witan-mixture")).isEqualTo("assistant");
            assertThat(header(answer, "x-witan-release")).isEqualTo("5");
            assertThat(header(answer, "x-witan-expert")).isEqualTo("dutch");
            assertThat(header(answer, "x-witan-degraded")).isEqualTo("false");
            assertThat(Double.parseDouble(header(answer, "x-witan-confidence"))).isBetween(0.9, 1.0);
            assertThat(server.upstream.lastRequest())
                    .contains("x-request-id: " + header(answer, "x-request-id"))
                    .contains("\"temperature\": 1.0e-1");
            String metrics = new String(server.telemetry.scrape(), UTF_8);
            assertThat(metrics)
                    .contains("witan_chat_calls_total{expert=\"dutch\",mixture=\"assistant\"} 1.0")
                    .contains("witan_chat_first_event_seconds_count{expert=\"dutch\",mixture=\"assistant\"} 1")
                    .contains("witan_chat_tokens_total{expert=\"dutch\",kind=\"prompt\",mixture=\"assistant\"} 7.0");
        }
    }

    @Test
    void aStreamIsHandedOnEventByEvent() {
        try (ChatServer server = new ChatServer("", "", "")) {
            HttpResponse<String> answer = server.ask(conversation("sprich deutsch", STREAM));

            assertThat(header(answer, "content-type")).isEqualTo("text/event-stream");
            assertThat(header(answer, "x-witan-expert")).isEqualTo("german");
            assertThat(answer.body())
                    .startsWith("data: {")
                    .endsWith("\n\ndata: [DONE]\n\n")
                    .contains("\"content\": \"Guten\"}")
                    .contains("\"usage\": {\"prompt_tokens\": 7")
                    .contains("\"model\": \"assistant\"")
                    .doesNotContain("\"model\": \"canned-german\"");
            assertThat(answer.body().split("\n\n")).hasSize(8 + 3);
        }
    }

    @Test
    void whereTheGateIsNotSureTheDefaultAnswers() {
        try (ChatServer server = new ChatServer("", "", "")) {
            HttpResponse<String> gibberish = server.ask(conversation("qwx zzkp", ""));
            HttpResponse<String> nothing = server.ask(
                    "{\"model\": \"assistant\", \"messages\": [{\"role\": \"system\", \"content\": \"nederlands\"}]}");

            assertThat(header(gibberish, "x-witan-expert")).isEqualTo("generalist");
            assertThat(header(gibberish, "x-witan-confidence")).isEqualTo("0.3333");
            assertThat(header(gibberish, "x-witan-degraded")).isEqualTo("false");
            assertThat(header(nothing, "x-witan-expert")).isEqualTo("generalist");
        }
    }

    @Test
    void theGateReadsWhatTheUserSaidTheLatestFirst() {
        String said = """
                {"model": "assistant", "messages": [
                  {"role": "user", "content": "%s"},
                  {"role": "assistant", "content": null, "tool_calls": [{"id": "1"}]},
                  {"role": "tool", "content": "deutsch", "tool_call_id": "1"},
                  {"role": "user", "content": [{"type": "text", "text": "spreek"}, {"type": "text", "text": "nederlands"}]}]}""";
        try (ChatServer server = new ChatServer("", "", "")) {
            assertThat(header(server.ask(said.formatted("deutsch ".repeat(50))), "x-witan-expert"))
                    .isEqualTo("german");
            assertThat(header(server.ask(said.formatted("x".repeat(200) + "deutsch")), "x-witan-expert"))
                    .isEqualTo("dutch");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "busy", "key", "garbage", "error"})
    void anUpstreamThatFailsBeforeItsFirstByteIsReplaced(String behaviour) {
        try (ChatServer server = new ChatServer(behaviour, "", "")) {
            HttpResponse<String> streamed = server.ask(conversation("nederlands", STREAM));

            assertThat(streamed.statusCode()).isEqualTo(200);
            assertThat(header(streamed, "x-witan-expert")).isEqualTo("german");
            assertThat(header(streamed, "x-witan-degraded")).isEqualTo("true");
            assertThat(new String(server.telemetry.scrape(), UTF_8))
                    .contains("witan_chat_failures_total{expert=\"dutch\",mixture=\"assistant\",reason=");
        }
    }

    @ParameterizedTest
    @CsvSource({"fail, 502", "busy, 503", "hang, 504"})
    void whereNobodyAnswersTheStatusSaysWhy(String behaviour, int status) {
        Duration patience = behaviour.equals("hang") ? Duration.ofMillis(200) : ChatServer.LONG;
        ChatLimits limits = new ChatLimits(patience, patience, patience, patience, patience, 4096, 4096, 8);
        try (ChatServer server = new ChatServer(TestServer.config(), limits, behaviour, behaviour, behaviour)) {
            HttpResponse<String> answer = server.ask(conversation("nederlands", ""));

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body())
                    .startsWith("{\"error\":{\"message\":\"no expert of mixture 'assistant' answered: 3 asked, ")
                    .endsWith("\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_failed\"}}");
        }
    }

    @ParameterizedTest
    @CsvSource({"cut, upstream_cut_off", "late, upstream_status", "pause, upstream_stalled"})
    void aStreamThatBreaksEndsWithAnError(String behaviour, String code) {
        Duration pause = behaviour.equals("pause") ? Duration.ofMillis(200) : ChatServer.LONG;
        ChatLimits limits = new ChatLimits(
                ChatServer.LONG, ChatServer.LONG, pause, ChatServer.LONG, ChatServer.LONG, 4096, 4096, 8);
        try (ChatServer server = new ChatServer(TestServer.config(), limits, behaviour, "", "")) {
            HttpResponse<String> answer = server.ask(conversation("nederlands", STREAM));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"content\": \"Goedendag,\"}")
                    .endsWith("data: {\"error\":{\"message\":\"the expert did not end its answer\","
                            + "\"type\":\"server_error\",\"param\":null,\"code\":\"" + code + "\"}}\n\n");
        }
    }

    @Test
    void whatAnUpstreamRefusesComesBackAsItIs() {
        try (ChatServer server = new ChatServer("refuse", "", "")) {
            HttpResponse<String> answer = server.ask(conversation("nederlands", STREAM));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("temperature must be at most 2");
            assertThat(header(answer, "x-witan-expert")).isEqualTo("dutch");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "slow", "flood", "silent"})
    void aCallerWhoHangsUpEndsTheCallOfTheUpstream(String behaviour) throws IOException {
        boolean isStreamed = behaviour.equals("flood") || behaviour.equals("silent");
        try (ChatServer server = new ChatServer(behaviour, behaviour, behaviour)) {
            try (Socket caller = new Socket("127.0.0.1", server.server.port())) {
                caller.getOutputStream()
                        .write(head(conversation("nederlands", isStreamed ? STREAM : ""))
                                .getBytes(UTF_8));
                server.awaitUpstream(1, 0);
            }
            server.awaitUpstream(1, 1);
            server.awaitIdle();
        }
    }

    @Test
    void requestsThatFollowOnOneConnectionAreAnsweredInOrder() throws IOException {
        try (ChatServer server = new ChatServer("slow", "", "");
                Socket caller = new Socket("127.0.0.1", server.server.port())) {
            caller.setSoTimeout((int) ChatServer.LONG.toMillis());
            String first = head(conversation("nederlands", ""));
            String second = head(conversation("deutsch", STREAM));
            String last = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            caller.getOutputStream().write(first.getBytes(UTF_8));
            server.awaitUpstream(1, 0);
            caller.getOutputStream().write((second + last).getBytes(UTF_8));
            InputStream in = caller.getInputStream();
            String replies = new String(in.readAllBytes(), UTF_8);

            assertThat(replies.split("HTTP/1.1 200 OK")).hasSize(4);
            assertThat(replies.indexOf("(canned-dutch)"))
                    .isPositive()
                    .isLessThan(replies.indexOf("\"content\": \"Guten\"}"));
            assertThat(replies).endsWith("\"owned_by\":\"witan\"}]}");
            assertThat(server.upstream.cancelled()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"model": 1, "messages": []}                                        | model                       | model must be a text: 1
            {"messages": []}                                                    | model                       | model must be a text: it is not there
            {"model": "assistant"}                                              | messages                    | messages must be an array: it is not there
            {"model": "assistant", "messages": []}                              | messages                    | at least one message
            {"model": "assistant", "messages": [1]}                             | messages[0]                 | must be an object
            {"model": "assistant", "messages": [{"content": "a"}]}              | messages[0].role            | needs a role
            {"model": "assistant", "messages": [{"role": "me"}]}                | messages[0].role            | a role must be one of
            {"model": "assistant", "messages": [{"role": "user"}]}              | messages[0].content         | needs content
            {"model": "assistant", "messages": [{"role": "user", "content": 1}]} | messages[0].content        | a text or an array
            {"model": "assistant", "messages": [{"role": "user", "content": [{"type": "image_url"}]}]} | messages[0].content[0].type | a part must be of type text: 'image_url'
            {"model": "assistant", "messages": [{"role": "user", "content": "a"}], "stream": 1} | stream      | must be true or false
            {"model": "ads", "messages": [{"role": "user", "content": "a"}]}    | model                       | POST /v2/models/ads/infer
            {"model": "a", "model": "b"}                                        | null                        | the body must be valid JSON
            """)
    void aConversationThatBreaksARuleIsRefusedWithTheField(String body, String param, String rule) {
        try (ChatServer server = new ChatServer("", "", "")) {
            HttpResponse<String> answer = server.ask(body);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains(rule)
                    .contains("\"type\":\"invalid_request_error\"")
                    .contains(param.equals("null") ? "\"param\":null" : "\"param\":\"" + param + "\"");
            assertThat(server.upstream.calls()).isZero();
        }
    }

    @Test
    void errorsBelowThePathHaveTheFormOfTheApi() {
        try (ChatServer server = new ChatServer("", "", "")) {
            HttpResponse<String> unknown = server.ask(conversation("a", "").replace("assistant", "assistent"));
            HttpResponse<String> path = server.send(server.request("/v1/completions"));
            HttpResponse<String> method = server.send(server.request("/v1/chat/completions"));
            HttpResponse<String> type = server.send(server.request("/v1/chat/completions")
                    .header("content-type", "text/plain")
                    .POST(BodyPublishers.ofString("{}")));

            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body())
                    .contains("did you mean 'assistant'?")
                    .contains("\"type\":\"not_found_error\",\"param\":null,\"code\":\"model_not_found\"");
            assertThat(path.statusCode()).isEqualTo(404);
            assertThat(path.body()).startsWith("{\"error\":{\"message\":\"no such path");
            assertThat(method.statusCode()).isEqualTo(405);
            assertThat(type.statusCode()).isEqualTo(415);
        }
    }

    @Test
    void keysOpenChatAsTheyOpenTheRest(@TempDir Path folder) throws IOException {
        ApiKey key = ApiKey.generate();
        Path file = folder.resolve("keys.yaml");
        Files.writeString(file, "keys:\n" + key.entry(new Principal("desk", "acme", Set.of("eu"))));
        ServerConfig config = TestServer.config().withAccess("127.0.0.1", ApiKeys.read(file));
        try (ChatServer server = new ChatServer(config, ChatLimits.defaults(), "", "", "")) {
            HttpResponse<String> without = server.ask(conversation("nederlands", ""));
            HttpResponse<String> with = server.send(server.request("/v1/chat/completions")
                    .header("authorization", "Bearer " + key.secret())
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(conversation("nederlands", ""))));

            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.body())
                    .contains("\"type\":\"authentication_error\"")
                    .contains("\"invalid_api_key\"");
            assertThat(with.statusCode()).isEqualTo(200);
            assertThat(server.upstream.lastRequest()).doesNotContain(key.secret());
        }
    }

    @Test
    void chatMixturesAreListedAndTheOthersAreNot() {
        try (ChatServer server = new ChatServer("", "", "")) {
            String model = "{\"id\":\"assistant\",\"object\":\"model\",\"created\":0,\"owned_by\":\"witan\"}";

            assertThat(server.send(server.request("/v1/models")).body())
                    .isEqualTo("{\"object\":\"list\",\"data\":[" + model + "]}");
            assertThat(server.send(server.request("/v1/models/assistant")).body())
                    .isEqualTo(model);
            assertThat(server.send(server.request("/v1/models/ads")).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void theOtherProtocolsKnowAChatMixtureAndSendItsCallersToChat() {
        try (ChatServer server = new ChatServer("", "", "")) {
            HttpResponse<String> metadata = server.send(server.request("/v2/models/assistant"));
            HttpResponse<String> infer = server.post(
                    "/v2/models/assistant/infer",
                    "{\"inputs\": [{\"name\": \"text\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"a\"]}]}");

            assertThat(metadata.statusCode()).isEqualTo(200);
            assertThat(metadata.body()).contains("\"name\":\"text\"").contains("\"outputs\":[]");
            assertThat(infer.statusCode()).isEqualTo(400);
            assertThat(infer.body())
                    .isEqualTo(
                            "{\"error\":\"mixture 'assistant' answers conversations and no rows: POST /v1/chat/completions\"}");
            assertThat(server.send(server.request("/v2/models/assistant/stats")).statusCode())
                    .isEqualTo(200);
            assertThat(server.send(server.request("/console/mixtures")).body())
                    .contains("\"ads\"")
                    .doesNotContain("assistant");
            assertThat(server.send(server.request("/console/mixtures/assistant"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
