// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTP function that scales to zero: a call takes an instance of its own, a new one takes its time to start, and
/// one that sleeps is gone. It answers each row by its sum, times a factor.
final class SleepyFunction implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final int width;
    private final float factor;
    private final Duration startTime;
    private final int port;
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private HttpServer server;
    private ExecutorService threads;

    SleepyFunction(int width, float factor, Duration startTime) {
        this.width = width;
        this.factor = factor;
        this.startTime = startTime;
        this.server = start(0);
        this.port = server.getAddress().getPort();
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
        boolean isCold = idle.getAndUpdate(count -> Math.max(0, count - 1)) == 0;
        if (isCold) {
            started.incrementAndGet();
            LockSupport.parkNanos(startTime.toNanos());
        }
        List<Float> answers = new ArrayList<>();
        for (int row = 0; row < data.size() / width; row++) {
            float sum = 0;
            for (int i = 0; i < width; i++) {
                sum += (float) data.get(row * width + i).asDouble();
            }
            answers.add(sum * factor);
        }
        byte[] body = "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[%d,1],\"data\":%s}]}"
                .formatted(answers.size(), answers)
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
