// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import java.nio.ByteBuffer;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what a person orders over the admin API.
public final class SteerOrders {
    private static final List<String> FIELDS =
            List.of("action", "expert", "factor", "tenant", "tag", "who", "why", "for");
    private static final List<String> UNDO_FIELDS = List.of("who", "why");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private SteerOrders() {}

    /// Who ends a steer, and why.
    ///
    /// @param why `""` when it was not said
    public record Reversal(String who, String why) {}

    /// Reads an order.
    ///
    /// @throws WitanException INVALID_INPUT with the rule that the order breaks
    public static SteerOrder read(ByteBuffer body) {
        JsonNode json = object(body, FIELDS);
        return new SteerOrder(
                SteerJson.action(json),
                SteerJson.scope(json),
                SteerJson.text(json, "who"),
                SteerJson.text(json, "why"),
                Durations.parse(SteerJson.text(json, "for")));
    }

    /// Reads who ends a steer, and why.
    ///
    /// @throws WitanException INVALID_INPUT
    public static Reversal readReversal(ByteBuffer body) {
        JsonNode json = object(body, UNDO_FIELDS);
        return new Reversal(SteerJson.text(json, "who"), json.has("why") ? SteerJson.text(json, "why") : "");
    }

    private static JsonNode object(ByteBuffer body, List<String> fields) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        JsonNode json = tree(bytes);
        if (!json.isObject()) {
            throw WitanException.invalidInput(
                    "the body must be a JSON object with the fields " + String.join(", ", fields));
        }
        for (String name : json.propertyNames()) {
            if (!fields.contains(name)) {
                throw WitanException.invalidInput("unknown field '%s'%s (fields: %s)"
                        .formatted(Excerpt.of(name), Suggestion.hint(name, fields), String.join(", ", fields)));
            }
        }
        return json;
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw WitanException.invalidInput(
                    "the body must be valid JSON: it breaks off or breaks a rule at line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        }
    }
}
