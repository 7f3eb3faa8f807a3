// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import com.google.protobuf.ByteString;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Talks HTTP/1.1 to one server. Thread-safe.
public final class HttpWire implements AutoCloseable {
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");

    /// The client's own timeouts, which know more, go first; but they end with the head of an answer, and this bound
    /// holds for its body too.
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final URI base;
    private final Duration answerMax;
    private final HttpClient client;

    /// A client of a server.
    ///
    /// @param server its address, like `http://127.0.0.1:8000`
    /// @param answerMax how long one answer may take
    public HttpWire(URI server, Duration answerMax) {
        this.base = server.toString().endsWith("/") ? server : URI.create(server + "/");
        this.answerMax = answerMax;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(answerMax)
                .build();
    }

    public URI server() {
        return base;
    }

    /// Sends a request and waits for its answer.
    ///
    /// @throws WireException when there is none
    public Reply send(Call call) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(call), HttpResponse.BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = answer.get(answerMax.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(response.statusCode(), lowerCase(response), ByteString.copyFrom(response.body()));
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw WireException.noAnswer("no complete answer within %d s".formatted(answerMax.toSeconds()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw WireException.noAnswer("interrupted", e);
        }
    }

    private WireException failed(Throwable cause) {
        return switch (cause) {
            case ConnectException e -> WireException.unreachable("no connection to %s: %s".formatted(base, e), e);
            case HttpConnectTimeoutException e ->
                WireException.unreachable("no connection to %s: %s".formatted(base, e), e);
            case HttpTimeoutException e ->
                WireException.noAnswer("no answer within %d s".formatted(answerMax.toSeconds()), e);
            default -> WireException.noAnswer("no complete answer: " + cause.getMessage(), cause);
        };
    }

    private HttpRequest request(Call call) {
        HttpRequest.BodyPublisher body = call.body().isEmpty() && WITHOUT_BODY.contains(call.method())
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(call.body().toByteArray());
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(call.path()))
                .timeout(answerMax)
                .method(call.method(), body);
        call.headers().forEach(request::header);
        return request.build();
    }

    private static Map<String, List<String>> lowerCase(HttpResponse<?> response) {
        Map<String, List<String>> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return headers;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
