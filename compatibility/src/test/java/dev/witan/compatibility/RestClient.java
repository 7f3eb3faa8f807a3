// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a server over REST, in JSON and in binary.
final class RestClient implements AutoCloseable {
    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    RestClient(String base) {
        this.base = base;
    }

    /// Asks with JSON tensors and reads JSON tensors.
    Answer json(String mixture, String id, List<Tensor> inputs) {
        Map<String, Object> body =
                Map.of("id", id, "inputs", inputs.stream().map(Tensor::json).toList());
        HttpResponse<byte[]> response = infer(mixture, "application/json", -1, mapper.writeValueAsBytes(body));
        return Answer.of(mapper.readTree(response.body()), ByteBuffer.allocate(0));
    }

    /// Asks with binary tensors and reads binary tensors.
    Answer binary(String mixture, String id, List<Tensor> inputs) {
        byte[] json = mapper.writeValueAsBytes(Map.of(
                "id", id,
                "inputs", inputs.stream().map(Tensor::binaryHeader).toList(),
                "parameters", Map.of("binary_data_output", true)));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json);
        inputs.forEach(input -> body.writeBytes(input.bytes()));
        HttpResponse<byte[]> response = infer(mixture, "application/octet-stream", json.length, body.toByteArray());
        int jsonLength =
                (int) response.headers().firstValueAsLong(HEADER_LENGTH).orElseThrow();
        byte[] answer = response.body();
        return Answer.of(
                mapper.readTree(answer, 0, jsonLength),
                ByteBuffer.wrap(answer, jsonLength, answer.length - jsonLength));
    }

    /// The answer to a GET.
    JsonNode get(String path) {
        return mapper.readTree(
                send(HttpRequest.newBuilder(URI.create(base + path)).build()).body());
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpResponse<byte[]> infer(String mixture, String type, int headerLength, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/v2/models/" + mixture + "/infer"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (headerLength >= 0) {
            request.header(HEADER_LENGTH, Integer.toString(headerLength));
        }
        return send(request.build());
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        "the server must answer: %d %s".formatted(response.statusCode(), new String(response.body())));
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + request.uri(), e);
        }
    }
}
