// SPDX-License-Identifier: Apache-2.0
package dev.witan.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server of OpenAI's chat API that knows one answer per model and streams it word by word. The answer names the
/// model and says in its language that it does. It stands in for model servers, in tests and in the example; it needs
/// the JDK alone, so that `java CannedUpstream.java 9100` starts it.
///
/// The path says how it behaves: below `/v1` as it should, below `/slow/v1` with a pause before every word, below
/// `/fail/v1` and its like not at all. `GET /counts` tells how many calls it had, and how many were given up by those
/// who made them.
public final class CannedUpstream implements AutoCloseable {
    private static final Map<String, String> GREETINGS = Map.of(
            "dutch", "Goedendag, hier antwoordt het Nederlandse model",
            "german", "Guten Tag, hier antwortet das deutsche Modell",
            "french", "Bonjour, ici répond le modèle français",
            "spanish", "Buenos días, aquí responde el modelo español",
            "nordic", "God dag, her svarer den nordiske modellen",
            "slavic", "Dzień dobry, tu odpowiada model słowiański",
            "generalist", "Hello, this is the model for everything else");
    private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern KEY = Pattern.compile("Authorization: Bearer (\\S{12,})");
    private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");
    private static final Pattern USAGE = Pattern.compile("\"include_usage\"\\s*:\\s*true");
    private static final Duration SLOWNESS = Duration.ofMillis(40);
    private static final int PROMPT_TOKENS = 7;

    private final ServerSocket socket;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile String lastRequest = "";

    /// Listens on a port of the loopback address; 0 takes a free one.
    public CannedUpstream(int port) {
        try {
            this.socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Listens on each port that is named, until the process ends.
    public static void main(String... ports) throws InterruptedException {
        for (String port : ports.length == 0 ? new String[] {"9100"} : ports) {
            CannedUpstream upstream = new CannedUpstream(Integer.parseInt(port));
            System.out.println("canned upstream on http://127.0.0.1:" + upstream.port() + "/v1");
        }
        new CountDownLatch(1).await();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// What `/chat/completions` lies below.
    ///
    /// @param behaviour `""`, or one of the words that [CannedUpstream] knows
    public String url(String behaviour) {
        return "http://127.0.0.1:" + port() + (behaviour.isEmpty() ? "" : "/" + behaviour) + "/v1";
    }

    /// Conversations that it was sent.
    public int calls() {
        return calls.get();
    }

    /// Those whose answer was written to its end.
    public int finished() {
        return finished.get();
    }

    /// Those whose caller hung up first.
    public int cancelled() {
        return cancelled.get();
    }

    /// Connections that it was opened.
    public int connections() {
        return opened.get();
    }

    /// The head and body of the latest call.
    public String lastRequest() {
        return lastRequest;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                opened.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            PushbackInputStream in = new PushbackInputStream(new BufferedInputStream(connection.getInputStream()));
            Request request = Request.read(in);
            while (request != null && answer(request, in, connection)) {
                request = Request.read(in);
            }
        } catch (IOException _) {
            // Whoever had the connection left.
        } finally {
            connections.remove(connection);
        }
    }

    /// Answers, and watches meanwhile whether the caller hangs up. Tells whether the connection goes on.
    private boolean answer(Request request, PushbackInputStream in, Socket connection) throws IOException {
        if (request.path.equals("/counts")) {
            write(connection, 200, "application/json", counts());
            return true;
        }
        calls.incrementAndGet();
        lastRequest = request.head + request.body;
        Answer answer = new Answer(request, connection);
        Thread writer = Thread.ofVirtual().start(answer);
        int next = read(in);
        boolean isOver = answer.isOver.getAndSet(true);
        if (next < 0) {
            if (!isOver) {
                cancelled.incrementAndGet();
            }
            writer.interrupt();
            return false;
        }
        join(writer);
        in.unread(next);
        return true;
    }

    private static int read(InputStream in) {
        try {
            return in.read();
        } catch (IOException _) {
            return -1;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String counts() {
        return "{\"calls\":%d,\"finished\":%d,\"cancelled\":%d}"
                .formatted(calls.get(), finished.get(), cancelled.get());
    }

    private static void write(Socket connection, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        OutputStream out = connection.getOutputStream();
        out.write("HTTP/1.1 %d Some\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(status, type, bytes.length)
                .getBytes(ISO_8859_1));
        out.write(bytes);
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The answer to one call.
    private final class Answer implements Runnable {
        private final Request request;
        private final Socket connection;
        private final String model;
        private final List<String> words;
        /// Set by whoever ends it first: the answer itself, or the caller who hangs up.
        private final AtomicBoolean isOver = new AtomicBoolean();

        Answer(Request request, Socket connection) {
            this.request = request;
            this.connection = connection;
            Matcher named = MODEL.matcher(request.body);
            this.model = named.find() ? named.group(1) : "?";
            this.words = words(model);
        }

        private static List<String> words(String model) {
            String language = model.substring(model.lastIndexOf('-') + 1);
            String text = GREETINGS.getOrDefault(language, "Hello, this is a model") + " (" + model + ").";
            List<String> words = new ArrayList<>();
            for (String word : text.split(" ", -1)) {
                words.add(words.isEmpty() ? word : " " + word);
            }
            return words;
        }

        @Override
        public void run() {
            try {
                respond(request.behaviour());
            } catch (IOException _) {
                // The caller left; whoever reads from the connection counts it.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void respond(String behaviour) throws IOException, InterruptedException {
            switch (behaviour) {
                case "fail" -> refuse(503, "the model is being loaded");
                case "busy" -> refuse(429, "too many requests");
                case "key" -> refuse(401, "the key is not known");
                case "quote" -> refuse(401, "the key is not known: " + quotedKey());
                case "quote-400" -> refuse(400, "the key is not valid: " + quotedKey());
                case "quote-500" -> refuse(500, quotedKey());
                case "refuse" -> refuse(400, "temperature must be at most 2");
                case "hang" -> Thread.sleep(Duration.ofHours(1));
                case "garbage" -> {
                    end();
                    write(connection, 200, isStreamed() ? "text/event-stream" : "application/json", "data: {oops\n\n");
                }
                default -> {
                    if (isStreamed()) {
                        stream(behaviour);
                    } else {
                        whole(behaviour);
                    }
                }
            }
        }

        private boolean isStreamed() {
            return STREAM.matcher(request.body).find();
        }

        /// The key that came with the call, its middle left out.
        private String quotedKey() {
            Matcher key = KEY.matcher(request.head);
            return key.find()
                    ? key.group(1).substring(0, 5) + "****"
                            + key.group(1).substring(key.group(1).length() - 4)
                    : "none";
        }

        private void refuse(int status, String message) throws IOException {
            end();
            write(
                    connection,
                    status,
                    "application/json",
                    "{\"error\": {\"message\": \"%s\", \"type\": \"invalid_request_error\", \"param\": null, \"code\": null}}"
                            .formatted(message));
        }

        private void whole(String behaviour) throws IOException, InterruptedException {
            if (behaviour.equals("slow")) {
                Thread.sleep(SLOWNESS.multipliedBy(words.size()));
            }
            if (behaviour.equals("cut")) {
                connection.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".getBytes(UTF_8));
                connection.close();
                return;
            }
            end();
            write(connection, 200, "application/json", """
                    {"id": "canned-1", "object": "chat.completion", "created": 1, "model": "%s", "choices": [{"index": 0,
                     "message": {"role": "assistant", "content": "%s"}, "logprobs": null, "finish_reason": "stop"}],
                     "usage": {"prompt_tokens": %d, "completion_tokens": %d, "total_tokens": %d}}""".formatted(
                            model, String.join("", words), PROMPT_TOKENS, words.size(), PROMPT_TOKENS + words.size()));
        }

        private void stream(String behaviour) throws IOException, InterruptedException {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(ISO_8859_1));
            if (behaviour.equals("silent")) {
                Thread.sleep(Duration.ofHours(1));
            }
            if (behaviour.equals("error")) {
                event(out, "{\"error\": {\"message\": \"out of memory\", \"type\": \"server_error\"}}");
                return;
            }
            for (int i = 0; i < words.size() || behaviour.equals("flood"); i++) {
                if (behaviour.equals("slow")) {
                    Thread.sleep(SLOWNESS);
                }
                String role = i == 0 ? "\"role\": \"assistant\", " : "";
                event(out, delta("{%s\"content\": \"%s\"}".formatted(role, words.get(i % words.size())), "null"));
                if (behaviour.equals("cut") && i == 2) {
                    connection.close();
                    return;
                }
                if (behaviour.equals("pause") && i == 2) {
                    Thread.sleep(Duration.ofHours(1));
                }
                if (behaviour.equals("late") && i == 2) {
                    event(out, "{\"error\": {\"message\": \"out of memory\", \"type\": \"server_error\"}}");
                }
            }
            event(out, delta("{}", "\"stop\""));
            if (USAGE.matcher(request.body).find()) {
                event(out, """
                        {"id": "canned-1", "object": "chat.completion.chunk", "created": 1, "model": "%s", "choices": [],\
                         "usage": {"prompt_tokens": %d, "completion_tokens": %d, "total_tokens": %d}}""".formatted(model, PROMPT_TOKENS, words.size(), PROMPT_TOKENS + words.size()));
            }
            end();
            event(out, "[DONE]");
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
        }

        private String delta(String delta, String finish) {
            return """
                    {"id": "canned-1", "object": "chat.completion.chunk", "created": 1, "model": "%s",\
                     "choices": [{"index": 0, "delta": %s, "finish_reason": %s}]}""".formatted(model, delta, finish);
        }

        private static void event(OutputStream out, String data) throws IOException {
            byte[] event = ("data: " + data + "\n\n").getBytes(UTF_8);
            out.write((Integer.toHexString(event.length) + "\r\n").getBytes(ISO_8859_1));
            out.write(event);
            out.write("\r\n".getBytes(ISO_8859_1));
            out.flush();
        }

        /// From here on nobody can give it up.
        private void end() {
            if (!isOver.getAndSet(true)) {
                finished.incrementAndGet();
            }
        }
    }

    /// One request over HTTP/1.1.
    private record Request(String head, String path, String body) {
        static Request read(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            Map<String, String> headers = new HashMap<>();
            String first = line(in);
            for (String line = first; line != null && !line.isEmpty(); line = line(in)) {
                head.append(line).append('\n');
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
                }
            }
            if (first == null || first.isEmpty()) {
                return null;
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            return new Request(head.toString(), first.split(" ", -1)[1], new String(body, UTF_8));
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new SocketException("the caller left");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }

        /// The word before `/v1`.
        String behaviour() {
            int end = path.indexOf("/v1/");
            return end <= 0 ? "" : path.substring(1, end);
        }
    }
}
