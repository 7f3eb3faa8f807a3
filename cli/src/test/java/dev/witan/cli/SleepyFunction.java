// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

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

/// An HTTP function that scales to zero: a call takes an instance of its own, a new one takes its time to start, and
/// one that sleeps is gone.
final class SleepyFunction implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final int width;
    private final Model model;
    private final Duration startTime;
    private final int port;
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;
    private ExecutorService threads;

    /// What it computes of some rows, one after the other; on several threads at once.
    interface Model {
        float[] answer(float[] rows, int count);
    }

    /// A function that answers each row by its sum, times a factor.
    SleepyFunction(int width, float factor, Duration startTime) {
        this(width, (rows, count) -> sums(rows, count, factor), startTime);
    }

    SleepyFunction(int width, Model model, Duration startTime) {
        this.width = width;
        this.model = model;
        this.startTime = startTime;
        this.server = start(0);
        this.port = server.getAddress().getPort();
    }

    private static float[] sums(float[] rows, int count, float factor) {
        float[] answers = new float[count];
        for (int i = 0; i < rows.length; i++) {
            answers[i / (rows.length / count)] += rows[i] * factor;
        }
        return answers;
    }

    private HttpServer start(int at) {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress("127.0.0.1", at), 0);
            threads = Executors.newCachedThreadPool();
            opened.setExecutor(threads);
            opened.createContext("/fn", this::handle);
            opened.start();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/fn";
    }

    /// How many instances had to start so far.
    int started() {
        return started.get();
    }

    /// How many calls came so far.
    int calls() {
        return calls.get();
    }

    /// What a long time without calls does.
    void sleep() {
        idle.set(0);
    }

    void kill() {
        server.stop(0);
        threads.shutdownNow();
    }

    void comeBack() {
        sleep();
        server = start(port);
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonNode data = JSON.readTree(exchange.getRequestBody()).at("/inputs/0/data");
        calls.incrementAndGet();
        boolean isCold = idle.getAndUpdate(count -> Math.max(0, count - 1)) == 0;
        if (isCold) {
            started.incrementAndGet();
            LockSupport.parkNanos(startTime.toNanos());
        }
        float[] rows = new float[data.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) data.get(i).asDouble();
        }
        int count = rows.length / width;
        float[] answers = model.answer(rows, count);
        byte[] body = "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[%d,%d],\"data\":%s}]}"
                .formatted(count, answers.length / count, Arrays.toString(answers))
                .getBytes(UTF_8);
        idle.incrementAndGet();
        exchange.getResponseHeaders().set("x-cold-start", Boolean.toString(isCold));
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        kill();
    }
}
