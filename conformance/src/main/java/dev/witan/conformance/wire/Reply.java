// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.wire;

import com.google.protobuf.ByteString;
import dev.witan.conformance.tensor.Unreadable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One HTTP answer.
///
/// @param status of HTTP
/// @param headers by name in lower case
/// @param body as it came
public record Reply(int status, Map<String, List<String>> headers, ByteString body) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public Reply {
        headers = Map.copyOf(headers);
    }

    /// The first value of a header.
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /// Whether the answer says that it is of a media type, with or without parameters.
    public boolean isOfType(String type) {
        return header("content-type")
                .map(value -> value.split(";", 2)[0].strip().equalsIgnoreCase(type))
                .orElse(false);
    }

    /// The whole body as JSON.
    ///
    /// @throws Unreadable when it is not one JSON value in UTF-8
    public JsonNode json() {
        return json(body);
    }

    /// Bytes as JSON.
    ///
    /// @throws Unreadable when they are not one JSON value in UTF-8
    public static JsonNode json(ByteString bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            return text.isBlank() ? MAPPER.missingNode() : MAPPER.readTree(text);
        } catch (CharacterCodingException e) {
            throw new Unreadable("the body must be UTF-8: " + Excerpt.of(bytes));
        } catch (JacksonException e) {
            throw new Unreadable("the body must be JSON: " + Excerpt.of(bytes));
        }
    }

    /// How many bytes of the body are JSON, if the answer says so.
    ///
    /// @throws Unreadable when it is not a number of bytes that the body has
    public Optional<Integer> jsonLength() {
        return header(Call.JSON_LENGTH).map(value -> {
            if (!value.matches("\\d{1,9}") || Integer.parseInt(value) > body.size()) {
                throw new Unreadable(
                        "%s must be at most the body's %d bytes: %s".formatted(Call.JSON_LENGTH, body.size(), value));
            }
            return Integer.valueOf(value);
        });
    }

    @Override
    public String toString() {
        return body.isEmpty() ? Integer.toString(status) : status + " " + Excerpt.of(body);
    }
}
