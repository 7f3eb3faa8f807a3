// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.experts.remote.HttpLink.Reply;
import dev.witan.experts.remote.ModelFit.Described;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a model over the protocol's REST form: rows go as raw bytes where the other end says that it takes them, else
/// as JSON. The deadline goes with the call as the parameter `timeout`; a cancellation closes the connection.
final class RestWire implements Wire {
    static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BINARY_EXTENSION = "binary_tensor_data";
    private static final int DESCRIPTION_BYTES_MAX = 256 * 1024;

    private final RemoteSettings settings;
    private final HttpLink link;
    private final String model;

    RestWire(RemoteSettings settings, HttpClient client) {
        this.settings = settings;
        this.link = new HttpLink(client, settings.target(), settings.credential(), settings.packing());
        this.model = "/v2/models/" + URLEncoder.encode(settings.model(), UTF_8).replace("+", "%20");
    }

    @Override
    public Asked<Contract> describe(int inputs, int outputs, long nanosMax) {
        Asked<Reply> server = get("/v2");
        Asked<Reply> metadata = get(model);
        Asked<Reply> ready = get(model + "/ready");
        CompletableFuture<Contract> contract = metadata.reply()
                .thenCombine(server.reply(), (said, extensions) -> contract(said, extensions, inputs, outputs))
                .thenCombine(ready.reply(), (agreed, isReady) -> {
                    requireReady(isReady);
                    return agreed;
                });
        return new Asked<>(contract, () -> {
            server.cancel().run();
            metadata.cancel().run();
            ready.cancel().run();
        });
    }

    private Asked<Reply> get(String below) {
        return link.get(settings.target().uri(below), DESCRIPTION_BYTES_MAX);
    }

    private Contract contract(Reply metadata, Reply server, int inputs, int outputs) {
        JsonNode said = json(metadata);
        boolean isBinary = server.status() == 200
                && json(server)
                        .path("extensions")
                        .valueStream()
                        .anyMatch(name -> name.asString("").equals(BINARY_EXTENSION));
        return ModelFit.of(
                described(said.path("inputs")),
                described(said.path("outputs")),
                settings.target(),
                inputs,
                outputs,
                isBinary);
    }

    private JsonNode json(Reply reply) {
        if (reply.status() != 200) {
            throw HttpFailures.ofDescription(reply.status(), reply.body(), settings.target());
        }
        try {
            return JSON.readTree(reply.body());
        } catch (JacksonException e) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    settings.target() + " must be an inference server: it answers no JSON",
                    e);
        }
    }

    private static List<Described> described(JsonNode tensors) {
        List<Described> all = new ArrayList<>();
        for (JsonNode tensor : tensors) {
            all.add(new Described(
                    tensor.path("name").asString(""),
                    tensor.path("datatype").asString(""),
                    tensor.path("shape")
                            .valueStream()
                            .map(extent -> extent.asLong(0))
                            .toList()));
        }
        return all;
    }

    private void requireReady(Reply reply) {
        if (reply.status() != 200) {
            throw HttpFailures.ofDescription(reply.status(), reply.body(), settings.target());
        }
        if (reply.body().length > 0) {
            ModelFit.requireReady(json(reply).path("ready").asBoolean(true), settings);
        }
    }

    @Override
    public Asked<Answer> ask(Question question, Contract contract, long nanosMax, Traffic traffic) {
        HttpBody body = HttpBody.of(question, contract, nanosMax, settings.packing());
        HttpRequest.Builder request = link.request(settings.target().uri(model + "/infer"));
        head(request, question, contract, body);
        Asked<Reply> asked = link.post(request, body, question.answerBytesMax(), traffic);
        return new Asked<>(asked.reply().thenApply(reply -> answer(reply, contract)), asked.cancel());
    }

    static void head(HttpRequest.Builder request, Question question, Contract contract, HttpBody body) {
        request.setHeader("Content-Type", contract.isBinary() ? "application/octet-stream" : "application/json");
        if (contract.isBinary()) {
            request.setHeader(JSON_LENGTH, Integer.toString(body.jsonLength()));
        }
        question.traceparent().ifPresent(trace -> request.setHeader("traceparent", trace));
    }

    private Answer answer(Reply reply, Contract contract) {
        if (reply.status() != 200) {
            throw HttpFailures.of(reply.status(), reply.body(), settings.target());
        }
        return HttpAnswers.of(reply.body(), jsonLength(reply), contract);
    }

    /// How many bytes of a reply are JSON.
    static int jsonLength(Reply reply) {
        try {
            return (int) Math.min(
                    Integer.MAX_VALUE,
                    reply.headers().firstValueAsLong(JSON_LENGTH).orElse(reply.body().length));
        } catch (NumberFormatException e) {
            throw new WitanException(
                    ErrorCode.EXPERT_FAILED,
                    JSON_LENGTH + " must be a whole number: " + Upstream.said(e.toString()),
                    e);
        }
    }

    @Override
    public void close() {}
}
