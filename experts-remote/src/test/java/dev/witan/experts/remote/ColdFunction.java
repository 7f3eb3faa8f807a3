// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTP function as a platform runs it that scales to zero: each call takes an instance of its own, a new one takes
/// its time to start, and one that nobody has called for a while is gone.
final class ColdFunction implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Model model;
    private final Duration startTime;
    private final boolean tells;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger idleInstances = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();

    /// @param tells whether an answer says that its instance had to start
    ColdFunction(Model model, Duration startTime, boolean tells) {
        this.model = model;
        this.startTime = startTime;
        this.tells = tells;
        try {
            this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/fn", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/fn";
    }

    /// How many instances had to start so far.
    int started() {
        return started.get();
    }

    /// What a long time without calls does.
    void sleep() {
        idleInstances.set(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean isCold = idleInstances.getAndUpdate(idle -> Math.max(0, idle - 1)) == 0;
        if (isCold) {
            started.incrementAndGet();
            LockSupport.parkNanos(startTime.toNanos());
        }
        answer(exchange, isCold);
    }

    private void answer(HttpExchange exchange, boolean isCold) throws IOException {
        JsonNode data = JSON.readTree(exchange.getRequestBody()).at("/inputs/0/data");
        float[] values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) data.get(i).asDouble();
        }
        float[] answers = model.answer(Model.bytes(values));
        byte[] body = "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[%d,%d],\"data\":%s}]}"
                .formatted(answers.length / Model.OUTPUTS, Model.OUTPUTS, Arrays.toString(answers))
                .getBytes(UTF_8);
        if (tells) {
            exchange.getResponseHeaders().set(FunctionWire.COLD_START, Boolean.toString(isCold));
        }
        idleInstances.incrementAndGet();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
