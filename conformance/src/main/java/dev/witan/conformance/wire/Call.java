// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One HTTP request.
///
/// @param method of HTTP
/// @param path below the server's address, without the first slash: `v2/health/live`
/// @param headers by name, in the order in which they are sent
/// @param body empty for none
public record Call(String method, String path, Map<String, String> headers, ByteString body) {
    public static final String JSON = "application/json";
    public static final String BINARY = "application/octet-stream";
    public static final String JSON_LENGTH = "Inference-Header-Content-Length";

    public Call {
        headers = Map.copyOf(headers);
    }

    public static Call get(String path) {
        return new Call("GET", path, Map.of(), ByteString.EMPTY);
    }

    /// A POST of JSON, or of what pretends to be JSON.
    public static Call post(String path, String json) {
        return new Call("POST", path, Map.of("Content-Type", JSON), ByteString.copyFromUtf8(json));
    }

    public static Call post(String path, JsonNode json) {
        return post(path, json.toString());
    }

    /// A POST of JSON with binary tensors behind it.
    public static Call binary(String path, JsonNode json, ByteString tensors) {
        ByteString head = ByteString.copyFromUtf8(json.toString());
        return new Call(
                "POST",
                path,
                Map.of("Content-Type", BINARY, JSON_LENGTH, Integer.toString(head.size())),
                head.concat(tensors));
    }

    public Call withMethod(String other) {
        return new Call(other, path, headers, body);
    }

    public Call withBody(ByteString other) {
        return new Call(method, path, headers, other);
    }

    public Call with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Call(method, path, all, body);
    }

    public Call without(String header) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.remove(header);
        return new Call(method, path, all, body);
    }

    @Override
    public String toString() {
        String head = method + " /" + path;
        return body.isEmpty() ? head : head + " " + Excerpt.of(body);
    }
}
