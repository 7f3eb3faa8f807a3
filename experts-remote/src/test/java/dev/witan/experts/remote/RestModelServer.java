// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The model over REST.
final class RestModelServer implements ModelServer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private final Model model;
    private final int port;
    private HttpServer server;
    private ExecutorService threads;

    RestModelServer(Model model) {
        this.model = model;
        this.server = start(0);
        this.port = server.getAddress().getPort();
    }

    private HttpServer start(int at) {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress("127.0.0.1", at), 0);
            threads = Executors.newCachedThreadPool();
            started.setExecutor(threads);
            started.createContext("/", this::handle);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void kill() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public void comeBack() {
        server = start(port);
    }

    private void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/v2" ->
                reply(exchange, 200, "{\"extensions\":[%s]}".formatted(model.isBinary ? "\"binary_tensor_data\"" : ""));
            case "/v2/models/" + Model.NAME -> reply(exchange, 200, """
                        {"inputs":[{"name":"rows","datatype":"FP32","shape":[-1,2]}],
                         "outputs":[{"name":"output","datatype":"FP32","shape":[-1,%d]}]}""".formatted(model.outputsSaid));
            case "/v2/models/" + Model.NAME + "/ready" ->
                reply(exchange, 200, "{\"ready\":%b}".formatted(model.isReady));
            case "/v2/models/" + Model.NAME + "/infer" -> infer(exchange);
            default -> reply(exchange, 404, "{\"error\":\"no such model\"}");
        }
    }

    private void infer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String encoding = header(exchange, "Content-Encoding");
        if (encoding.equals("gzip")) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        String announced = header(exchange, JSON_LENGTH);
        int jsonLength = announced.isEmpty() ? body.length : Integer.parseInt(announced);
        JsonNode request = JSON.readTree(new String(body, 0, jsonLength, UTF_8));
        model.asked.add(new Model.Asked(
                header(exchange, "Authorization"),
                header(exchange, "traceparent"),
                encoding,
                !announced.isEmpty(),
                TimeUnit.MICROSECONDS.toNanos(request.at("/parameters/timeout").asLong())));
        try {
            model.held.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (model.isBusy) {
            reply(exchange, 500, "{\"error\":\"no time for you\"}");
        } else if (request.at("/parameters/binary_data_output").asBoolean(false)) {
            replyBinary(exchange, announced.isEmpty() ? rows(request) : rows(body, jsonLength));
        } else if (announced.isEmpty()) {
            replyJson(exchange, request);
        } else {
            replyBinary(exchange, rows(body, jsonLength));
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static byte[] rows(byte[] body, int jsonLength) {
        return Arrays.copyOfRange(body, jsonLength, body.length);
    }

    private static byte[] rows(JsonNode request) {
        JsonNode data = request.at("/inputs/0/data");
        float[] values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) data.get(i).asDouble();
        }
        return Model.bytes(values);
    }

    private void replyJson(HttpExchange exchange, JsonNode request) throws IOException {
        float[] answers = model.answer(rows(request));
        reply(
                exchange,
                200,
                "{\"outputs\":[{\"name\":\"output\",\"datatype\":\"%s\",\"shape\":[%d,%d],\"data\":%s}]}"
                        .formatted(
                                model.datatype,
                                answers.length / Model.OUTPUTS,
                                Model.OUTPUTS,
                                Arrays.toString(answers)));
    }

    private void replyBinary(HttpExchange exchange, byte[] rows) throws IOException {
        byte[] answers = Model.bytes(model.answer(rows));
        byte[] json = """
                {"outputs":[{"name":"output","datatype":"%s","shape":[%d,%d],"parameters":{"binary_data_size":%d}}]}""".formatted(
                        model.datatype, answers.length / (Model.OUTPUTS * Float.BYTES), Model.OUTPUTS, answers.length)
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set(JSON_LENGTH, Integer.toString(json.length));
        exchange.sendResponseHeaders(200, json.length + answers.length);
        exchange.getResponseBody().write(json);
        exchange.getResponseBody().write(answers);
        exchange.close();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
