// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.experts.remote.Wire.Asked;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;

/// Requests and their replies over HTTP/1.1, with a bound on every reply. Thread-safe.
///
/// A connection that was kept from an earlier request may have been closed by the other end meanwhile, which only
/// shows when it is used: such a request is sent once more, on a new connection.
final class HttpLink {
    private static final String GZIP = "gzip";

    private final HttpClient client;
    private final Target target;
    private final String credential;
    private final Packing packing;

    HttpLink(HttpClient client, Target target, String credential, Packing packing) {
        this.client = client;
        this.target = target;
        this.credential = credential;
        this.packing = packing;
    }

    /// A reply that came in full, unpacked.
    static final class Reply {
        private final int status;
        private final byte[] body;
        private final HttpHeaders headers;

        Reply(int status, byte[] body, HttpHeaders headers) {
            this.status = status;
            this.body = body;
            this.headers = headers;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }

        HttpHeaders headers() {
            return headers;
        }
    }

    HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1);
        if (!credential.isEmpty()) {
            request.setHeader("Authorization", "Bearer " + credential);
        }
        if (packing.aboveBytes() < Integer.MAX_VALUE) {
            request.setHeader("Accept-Encoding", GZIP);
        }
        return request;
    }

    Asked<Reply> get(URI uri, int bytesMax) {
        return send(request(uri).GET().build(), bytesMax, new Traffic());
    }

    Asked<Reply> post(HttpRequest.Builder request, HttpBody body, int bytesMax, Traffic traffic) {
        if (body.isPacked()) {
            request.setHeader("Content-Encoding", GZIP);
        }
        // With a length, not in chunks, which some servers refuse.
        request.POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(body.parts()), body.length()));
        traffic.sent(body.length());
        return send(request.build(), bytesMax, traffic);
    }

    private Asked<Reply> send(HttpRequest request, int bytesMax, Traffic traffic) {
        BodyHandler<byte[]> bounded = BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax);
        CompletableFuture<HttpResponse<byte[]>> first = client.sendAsync(request, bounded);
        AtomicReference<CompletableFuture<?>> running = new AtomicReference<>(first);
        AtomicBoolean isGivenUp = new AtomicBoolean();
        CompletableFuture<Reply> reply = first.exceptionallyCompose(e -> {
                    if (!isLostConnection(unwrapped(e)) || isGivenUp.get()) {
                        return CompletableFuture.failedFuture(e);
                    }
                    CompletableFuture<HttpResponse<byte[]>> second = client.sendAsync(request, bounded);
                    running.set(second);
                    if (isGivenUp.get()) {
                        second.cancel(true);
                    }
                    return second;
                })
                .thenApply(response -> reply(response, bytesMax, traffic))
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(failure(unwrapped(e))));
        return new Asked<>(reply, () -> {
            isGivenUp.set(true);
            running.get().cancel(true);
        });
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static boolean isLostConnection(Throwable cause) {
        boolean isUnconnected = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        return cause instanceof IOException && !isUnconnected && !isTooLong(cause);
    }

    private static boolean isTooLong(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("exceeds capacity");
    }

    private Throwable failure(Throwable cause) {
        if (cause instanceof WitanException) {
            return cause;
        }
        boolean isGone = cause instanceof IOException && !isTooLong(cause);
        return new WitanException(
                isGone ? ErrorCode.UNAVAILABLE : ErrorCode.EXPERT_FAILED,
                "%s does not answer: %s".formatted(target, Upstream.said(cause.toString())),
                cause);
    }

    private Reply reply(HttpResponse<byte[]> response, int bytesMax, Traffic traffic) {
        traffic.received(response.body().length);
        boolean isPacked = response.headers()
                .firstValue("Content-Encoding")
                .filter(GZIP::equalsIgnoreCase)
                .isPresent();
        return new Reply(
                response.statusCode(),
                isPacked ? unpacked(response.body(), bytesMax) : response.body(),
                response.headers());
    }

    private static byte[] unpacked(byte[] body, int bytesMax) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] bytes = gzip.readNBytes(bytesMax);
            if (gzip.read() >= 0) {
                throw HttpAnswers.broken("have %d bytes at most: it has more".formatted(bytesMax));
            }
            return bytes;
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.EXPERT_FAILED, "the answer must be gzip: " + Upstream.said(e.toString()), e);
        }
    }
}
