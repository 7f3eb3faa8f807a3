// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.witan.conformance.tensor.TensorSpec;
import dev.witan.conformance.tensor.Unreadable;
import dev.witan.conformance.wire.Call;
import dev.witan.conformance.wire.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The REST front of the test's server, over the JDK's HTTP server.
final class EchoHttp implements AutoCloseable {
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final EchoState state;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    EchoHttp(EchoState state) {
        this.state = state;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ByteString body = ByteString.readFrom(exchange.getRequestBody());
            try {
                if (exchange.getRequestHeaders().getFirst("Host") == null && !state.has(Defect.NEEDS_NO_HOST)) {
                    throw new Refusal(400, "no Host");
                }
                route(exchange, body);
            } catch (Refusal refusal) {
                if (isAnsweredAllTheSame(exchange)) {
                    json(
                            exchange,
                            Reply.json(new EchoInfer(state, EchoModel.ECHO)
                                    .anyAnswer()
                                    .json()));
                } else {
                    refuse(exchange, refusal);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAnsweredAllTheSame(HttpExchange exchange) {
        boolean isLoose = state.has(Defect.ANSWERS_ANYTHING) || state.has(Defect.ANSWERS_ANY_BINARY);
        return isLoose
                && exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().endsWith("/infer");
    }

    private void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        ObjectNode error = NODES.objectNode();
        error.put("error", refusal.getMessage());
        if (state.has(Defect.ERROR_AS_OBJECT)
                && refusal.status() == 404
                && exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().endsWith("such-model")) {
            error.putObject("error").put("message", refusal.getMessage());
        }
        boolean isPlain = state.has(Defect.PLAIN_TEXT_ERRORS);
        reply(exchange, refusal.status(), isPlain ? "text/plain" : Call.JSON, utf8(error));
    }

    private static ByteString utf8(JsonNode json) {
        return ByteString.copyFromUtf8(json.toString());
    }

    private static void reply(HttpExchange exchange, int status, String type, ByteString body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead || body.isEmpty() ? -1 : body.size());
        if (!isHead && !body.isEmpty()) {
            exchange.getResponseBody().write(body.toByteArray());
        }
    }

    private void json(HttpExchange exchange, JsonNode json) throws IOException {
        reply(exchange, 200, state.has(Defect.TEXT_CONTENT_TYPE) ? "text/html" : Call.JSON, utf8(json));
    }

    private void method(HttpExchange exchange, String wanted) {
        String method = exchange.getRequestMethod();
        if (method.equals(wanted) || wanted.equals("GET") && method.equals("HEAD")) {
            return;
        }
        if (!state.has(Defect.NO_ALLOW)) {
            exchange.getResponseHeaders().set("Allow", wanted);
        }
        throw new Refusal(state.has(Defect.METHOD_IS_404) ? 404 : 405, "only " + wanted);
    }

    private void route(HttpExchange exchange, ByteString body) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        if (state.has(Defect.FORGETS_LENGTH_OF_PATH) && exchange.getRequestURI().getQuery() != null) {
            throw new Refusal(404, "no such path");
        }
        List<String> parts = Arrays.asList(path.substring(1).split("/", -1));
        switch (String.join("/", parts.subList(0, Math.min(2, parts.size())))) {
            case "v2" -> {
                method(exchange, "GET");
                json(exchange, serverMetadata());
            }
            case "v2/health" -> health(exchange, path);
            case "v2/models" -> model(exchange, parts.subList(2, parts.size()), body);
            case "v2/repository" -> repository(exchange, parts.subList(2, parts.size()), body);
            default -> throw new Refusal(404, "no such path: " + path);
        }
    }

    private JsonNode serverMetadata() {
        ObjectNode json = NODES.objectNode();
        json.put("name", "echo").put("version", "1");
        if (state.has(Defect.EXTENSIONS_AS_TEXT)) {
            return json.put("extensions", "none");
        }
        ArrayNode extensions = json.putArray("extensions");
        EchoState.EXTENSIONS.forEach(extensions::add);
        if (state.has(Defect.EXTENSION_TWICE)) {
            extensions.add("statistics");
        }
        return json;
    }

    private void health(HttpExchange exchange, String path) throws IOException {
        method(exchange, "GET");
        if (path.equals("/v2/health/live") && !state.has(Defect.NO_LIVE)) {
            json(exchange, NODES.objectNode().put("live", !state.has(Defect.LIVE_SAYS_FALSE)));
        } else if (path.equals("/v2/health/ready")) {
            reply(exchange, 200, Call.JSON, ByteString.EMPTY);
        } else {
            throw new Refusal(404, "no such path: " + path);
        }
    }

    private void model(HttpExchange exchange, List<String> parts, ByteString body)
            throws IOException, InterruptedException {
        if (parts.equals(List.of("stats"))) {
            json(exchange, statistics(state.models()));
            return;
        }
        String name = parts.isEmpty() ? "" : parts.getFirst();
        boolean hasVersion = parts.size() > 2 && parts.get(1).equals("versions");
        String rest = String.join("/", parts.subList(Math.min(parts.size(), hasVersion ? 3 : 1), parts.size()));
        if (state.has(Defect.UNKNOWN_MODEL_IS_READY) && rest.equals("ready") && !hasVersion) {
            json(exchange, NODES.objectNode().put("name", name).put("ready", true));
            return;
        }
        EchoModel model = state.find(name, hasVersion ? parts.get(2) : "");
        method(exchange, rest.equals("infer") ? "POST" : "GET");
        switch (rest) {
            case "" -> json(exchange, metadata(model));
            case "ready" -> json(exchange, ready(model));
            case "stats" -> json(exchange, modelStatistics(model));
            case "config" -> json(exchange, configuration(model));
            case "infer" -> infer(exchange, model, body);
            default -> throw new Refusal(404, "no such path");
        }
    }

    private JsonNode ready(EchoModel model) {
        ObjectNode json = NODES.objectNode().put("ready", true);
        return state.has(Defect.READY_WITHOUT_NAME) ? json : json.put("name", model.name());
    }

    private JsonNode metadata(EchoModel model) {
        ObjectNode json = NODES.objectNode();
        json.put("name", state.has(Defect.OTHER_MODEL_NAME) ? "other" : model.name());
        if (state.has(Defect.VERSIONS_AS_NUMBERS)) {
            json.putArray("versions").add(3).add("3");
        } else {
            json.putArray("versions").add(EchoModel.VERSION);
        }
        if (!state.has(Defect.NO_PLATFORM)) {
            json.put("platform", "echo");
        }
        add(json.putArray("inputs"), model.inputs());
        add(json.putArray("outputs"), model.outputs());
        return json;
    }

    private static void add(ArrayNode array, List<TensorSpec> specs) {
        for (TensorSpec spec : specs) {
            ObjectNode tensor = array.addObject();
            tensor.put("name", spec.name()).put("datatype", spec.datatype());
            ArrayNode shape = tensor.putArray("shape");
            spec.shape().forEach(shape::add);
        }
    }

    private JsonNode configuration(EchoModel model) {
        ObjectNode json = NODES.objectNode();
        json.put("name", state.has(Defect.CONFIG_OF_ANOTHER) ? "other" : model.name());
        add(json.putArray("input"), model.inputs());
        add(json.putArray("output"), model.outputs());
        return json;
    }

    private JsonNode modelStatistics(EchoModel model) {
        if (state.has(Defect.NO_STATISTICS)) {
            throw new Refusal(404, "no statistics");
        }
        return statistics(List.of(model));
    }

    private JsonNode statistics(List<EchoModel> models) {
        ObjectNode json = NODES.objectNode();
        ArrayNode array = json.putArray("model_stats");
        for (EchoModel model : models) {
            long count = state.answered.get(model.name()).get();
            ObjectNode stats = array.addObject();
            stats.put("name", model.name()).put("version", EchoModel.VERSION);
            stats.put("last_inference", System.currentTimeMillis());
            stats.put("inference_count", count).put("execution_count", count);
            ObjectNode durations = stats.putObject("inference_stats");
            List.of("success", "fail", "queue", "compute_input", "compute_infer", "compute_output")
                    .forEach(name ->
                            durations.putObject(name).put("count", count).put("ns", 0));
            stats.putArray("batch_stats");
        }
        return json;
    }

    private void infer(HttpExchange exchange, EchoModel model, ByteString body)
            throws IOException, InterruptedException {
        if (body.isEmpty() && state.has(Defect.SILENT_ON_EMPTY_BODY)) {
            closed.await();
        }
        EchoInfer.Body answer;
        try {
            answer = new EchoInfer(state, model).answer(body, jsonLength(exchange, body));
        } catch (Refusal refusal) {
            boolean isHidden =
                    state.has(Defect.MALFORMED_IS_500) && refusal.getMessage().contains("JSON");
            throw isHidden ? new Refusal(500, refusal.getMessage()) : refusal;
        }
        if (answer.binary().isEmpty()) {
            json(exchange, Reply.json(answer.json()));
            return;
        }
        int length = answer.json().size()
                + (state.has(Defect.LENGTH_OF_ALL) ? answer.binary().size() : 0);
        if (!state.has(Defect.NO_LENGTH_HEADER)) {
            exchange.getResponseHeaders().set(Call.JSON_LENGTH, Integer.toString(length));
        }
        String type = state.has(Defect.BINARY_AS_JSON_TYPE) ? Call.JSON : Call.BINARY;
        reply(exchange, 200, type, answer.json().concat(answer.binary()));
    }

    private static int jsonLength(HttpExchange exchange, ByteString body) {
        String header = exchange.getRequestHeaders().getFirst(Call.JSON_LENGTH);
        if (header == null) {
            return body.size();
        }
        if (!header.matches("\\d{1,9}") || Integer.parseInt(header) > body.size()) {
            throw new Refusal(400, "a header beyond the body: " + header);
        }
        return Integer.parseInt(header);
    }

    private void repository(HttpExchange exchange, List<String> parts, ByteString body) throws IOException {
        method(exchange, "POST");
        if (parts.equals(List.of("index"))) {
            json(exchange, index(body));
        } else if (parts.size() == 3 && parts.getFirst().equals("models")) {
            if (!("Bearer " + EchoState.ADMIN_TOKEN)
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                throw new Refusal(401, "only administrators may");
            }
            if (parts.get(2).equals("load")) {
                state.load(parts.get(1));
            } else {
                state.unload(parts.get(1));
            }
            reply(exchange, 200, Call.JSON, ByteString.EMPTY);
        } else {
            throw new Refusal(404, "no such path");
        }
    }

    private JsonNode index(ByteString body) {
        boolean isReadyOnly;
        try {
            isReadyOnly = Reply.json(body).path("ready").asBoolean(false);
        } catch (Unreadable e) {
            throw EchoModel.asRefusal(e);
        }
        ArrayNode index = NODES.arrayNode();
        for (EchoModel model : state.models()) {
            if (state.isLoaded(model.name()) || !isReadyOnly) {
                ObjectNode entry = index.addObject();
                entry.put("name", model.name())
                        .put("version", EchoModel.VERSION)
                        .put("reason", "");
                if (!state.has(Defect.INDEX_WITHOUT_STATE)) {
                    entry.put("state", state.isLoaded(model.name()) ? "READY" : "UNAVAILABLE");
                }
            }
        }
        return index;
    }
}
