// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import com.google.protobuf.ByteString;
import dev.witan.conformance.tensor.JsonTensors;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.Unreadable;
import dev.witan.conformance.wire.Call;
import dev.witan.conformance.wire.Excerpt;
import dev.witan.conformance.wire.GrpcWire;
import dev.witan.conformance.wire.HttpWire;
import dev.witan.conformance.wire.RawConnection;
import dev.witan.conformance.wire.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a check has to hand: the server, what is known of it, and the words of expectation. It writes down what was
/// exchanged. One trial belongs to one run of one case.
public final class Trial {
    private static final int EXCHANGES_MAX = 20;

    private final Target target;
    private final HttpWire http;
    private final Optional<GrpcWire> grpc;
    private final Subject subject;
    private final List<String> exchanged = new ArrayList<>();

    /// A trial.
    ///
    /// @param grpc absent when no gRPC address was given
    public Trial(Target target, HttpWire http, Optional<GrpcWire> grpc, Subject subject) {
        this.target = target;
        this.http = http;
        this.grpc = grpc;
        this.subject = subject;
    }

    public Target target() {
        return target;
    }

    public Subject subject() {
        return subject;
    }

    /// The same trial over gRPC; the case ends when no address was given.
    public GrpcTrial grpc() {
        return new GrpcTrial(this, grpc.orElseThrow(() -> new Skip("no gRPC address was given: name it with --grpc")));
    }

    /// What was sent and what came back so far.
    public synchronized List<String> exchanged() {
        return List.copyOf(exchanged);
    }

    /// Writes down one exchange, or a part of one.
    public synchronized void note(String line) {
        if (exchanged.size() < EXCHANGES_MAX) {
            exchanged.add(Excerpt.of(line));
        }
    }

    // What is known.

    /// The name of the model under test.
    public String model() {
        if (subject.model().isEmpty()) {
            throw new Skip("no model is known: the server has no repository index, so name one with --model");
        }
        return subject.model();
    }

    /// Inputs that the model takes.
    public List<Tensor> sample() {
        model();
        if (subject.sample().isEmpty()) {
            throw new Skip("no inference request is known to work: give one with --request");
        }
        return subject.sample();
    }

    /// The outputs that belong to [#sample].
    public List<Tensor> expected() {
        sample();
        if (!subject.isRepeatable()) {
            throw new Skip("the model gives different answers to the same request, so there is nothing to compare");
        }
        return subject.answer();
    }

    /// A version that may be asked for.
    public String version() {
        model();
        if (subject.versions().isEmpty()) {
            throw new Skip("the model's metadata lists no versions");
        }
        return subject.versions().getFirst();
    }

    /// Ends the case unless the server announces an extension.
    public void requireExtension(String name) {
        if (!subject.extensions().contains(name)) {
            throw new Skip("the server does not announce the extension " + name);
        }
    }

    // Paths and requests.

    /// The path of the model, like `v2/models/ads`.
    public String modelPath() {
        return modelPath(model());
    }

    public static String modelPath(String name) {
        return "v2/models/" + segment(name);
    }

    public String inferPath() {
        return modelPath() + "/infer";
    }

    /// One segment of a path, percent-encoded where it has to be.
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// A request with the sample's inputs, all in JSON.
    public ObjectNode request() {
        return request(sample());
    }

    /// A request with these inputs, all in JSON.
    public static ObjectNode request(List<Tensor> inputs) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ArrayNode array = request.putArray("inputs");
        inputs.forEach(input -> array.add(JsonTensors.input(input)));
        return request;
    }

    // Exchanges.

    /// Sends a request with the caller's credential.
    public Reply send(Call call) {
        return exchange(
                target.apiKey().isEmpty() ? call : call.with("Authorization", "Bearer " + target.apiKey()), call);
    }

    /// Sends a request with the administrator's credential, if there is one.
    public Reply sendAsAdministrator(Call call) {
        return target.adminToken().isEmpty()
                ? send(call)
                : exchange(call.with("Authorization", "Bearer " + target.adminToken()), call);
    }

    /// Sends a request without any credential.
    public Reply sendAsNobody(Call call) {
        return exchange(call, call);
    }

    private Reply exchange(Call sent, Call shown) {
        note("> " + shown);
        Reply reply = http.send(sent);
        note("< " + reply);
        return reply;
    }

    public Reply get(String path) {
        return send(Call.get(path));
    }

    /// Posts JSON to the model's inference path.
    public Reply infer(JsonNode request) {
        return send(Call.post(inferPath(), request));
    }

    /// Posts a request that has to be answered.
    public Answer answer(JsonNode request) {
        return answer(infer(request));
    }

    /// Reads a reply that has to be an answer.
    public Answer answer(Reply reply) {
        expectStatus(reply, 200);
        return Answer.of(reply);
    }

    /// Opens a connection for what no well-behaved client sends.
    public RawConnection connect() {
        return new RawConnection(http.server(), target.answerMax());
    }

    /// The first line and the common headers of a request that is written by hand, without the empty line.
    public String head(RawConnection connection, String method, String path) {
        String head = method + " " + connection.target(path) + " HTTP/1.1\r\nHost: " + connection.host() + "\r\n";
        return target.apiKey().isEmpty() ? head : head + "Authorization: Bearer " + target.apiKey() + "\r\n";
    }

    /// Writes by hand and reads one answer.
    public Reply exchange(RawConnection connection, String method, String request) {
        note("> " + request);
        Reply reply = connection.write(request).read(method);
        note("< " + reply);
        return reply;
    }

    // Expectations.

    /// Ends the case as failed unless something holds.
    public void expect(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new Unmet(expected, Excerpt.of(Objects.toString(found)));
        }
    }

    public void expectStatus(Reply reply, int status) {
        expect(reply.status() == status, "status " + status, reply);
    }

    /// A refusal: an error status, and a JSON object that says why.
    public void expectRefusal(Reply reply) {
        expect(reply.status() >= 400, "an error status", reply);
        JsonNode body = json(reply);
        expect(
                body.path("error").isString() && !body.path("error").asString().isBlank(),
                "a JSON object with a text as error",
                reply);
    }

    /// The body as JSON; that it is none is a failure.
    public JsonNode json(Reply reply) {
        try {
            JsonNode json = reply.json();
            expect(json.isObject() || json.isArray(), "a body of JSON", reply);
            return json;
        } catch (Unreadable e) {
            throw new Unmet("a body of JSON", e.reason());
        }
    }

    /// The same outputs, bit by bit; an answer may hold them in another order.
    public void expectSame(List<Tensor> expected, List<Tensor> found) {
        for (Tensor tensor : expected) {
            Tensor other = found.stream()
                    .filter(candidate -> candidate.name().equals(tensor.name()))
                    .findFirst()
                    .orElseThrow(() -> new Unmet("output '" + tensor.name() + "'", "outputs " + names(found)));
            expect(
                    tensor.type() == other.type() && tensor.shape().equals(other.shape()),
                    "output '%s' as %s %s".formatted(tensor.name(), tensor.type(), tensor.shape()),
                    other.type() + " " + other.shape());
            expect(
                    SameBits.same(tensor, other),
                    "output '%s' with the bits %s".formatted(tensor.name(), hex(tensor.raw())),
                    hex(other.raw()));
        }
        expect(expected.size() == found.size(), "outputs " + names(expected), names(found));
    }

    private static List<String> names(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::name).toList();
    }

    private static String hex(ByteString raw) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < Math.min(raw.size(), 64); i++) {
            hex.append("%02x".formatted(raw.byteAt(i)));
        }
        return raw.size() > 64 ? hex + "…" : hex.toString();
    }
}
