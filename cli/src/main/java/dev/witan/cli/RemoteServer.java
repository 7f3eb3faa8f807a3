// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running server that is asked over the Open Inference Protocol.
final class RemoteServer implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final URI base;
    private final String apiKey;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();

    /// @param url the server, like `http://127.0.0.1:8000`
    /// @param apiKey sent as bearer token; `""` for none
    RemoteServer(String url, String apiKey) {
        this.base = parse(url);
        this.apiKey = apiKey;
    }

    private static URI parse(String url) {
        URI uri;
        try {
            uri = URI.create(url.endsWith("/") ? url : url + "/");
        } catch (IllegalArgumentException e) {
            throw WitanException.invalidInput("--server must be a URL like http://127.0.0.1:8000: " + url);
        }
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw WitanException.invalidInput("--server must be a URL like http://127.0.0.1:8000: " + url);
        }
        return uri;
    }

    /// What the server answers to a GET.
    JsonNode get(String path) {
        return exchange(request(path).GET());
    }

    /// What the server answers to a POST of JSON.
    JsonNode post(String path, String body) {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// What the server answers to a DELETE with JSON.
    JsonNode delete(String path, String body) {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .method("DELETE", HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER_MAX);
        return apiKey.isEmpty() ? request : request.header("Authorization", "Bearer " + apiKey);
    }

    private JsonNode exchange(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request.build());
        JsonNode json = json(response);
        if (response.statusCode() / 100 != 2) {
            throw new WitanException(
                    ErrorCode.INVALID_INPUT,
                    "the server answered %d: %s"
                            .formatted(response.statusCode(), json.path("error").asString(response.body())));
        }
        return json;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "the server at %s does not answer: %s; is it running?".formatted(base, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WitanException(ErrorCode.CANCELLED, "interrupted while the server was asked", e);
        }
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "%s is not an inference server: it answered no JSON".formatted(base), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
