// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.Steer;
import dev.witan.engine.overlay.SteerAction;
import dev.witan.engine.overlay.SteerAction.Exclude;
import dev.witan.engine.overlay.SteerAction.Fallback;
import dev.witan.engine.overlay.SteerAction.Pin;
import dev.witan.engine.overlay.SteerAction.Reweight;
import dev.witan.engine.overlay.SteerAction.Spread;
import dev.witan.engine.overlay.SteerScope;
import dev.witan.engine.overlay.SteerScope.Everybody;
import dev.witan.engine.overlay.SteerScope.Tag;
import dev.witan.engine.overlay.SteerScope.Tenant;
import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Steers and what became of them as JSON: the same in the log and in the admin API.
final class SteerJson {
    private static final String ACTIONS = "pin, exclude, weight, spread, fallback";

    private SteerJson() {}

    /// A steer, by itself.
    static ObjectNode of(Steer steer) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", steer.id());
        addAction(json, steer.action());
        switch (steer.scope()) {
            case Everybody() -> {}
            case Tenant(String name) -> json.put("tenant", name);
            case Tag(String name) -> json.put("tag", name);
        }
        return json.put("who", steer.who())
                .put("why", steer.why())
                .put("created", steer.created().toString())
                .put("until", steer.until().toString())
                .put("epoch", steer.epoch());
    }

    private static void addAction(ObjectNode json, SteerAction action) {
        switch (action) {
            case Pin(String expert) -> json.put("action", "pin").put("expert", expert);
            case Exclude(String expert) -> json.put("action", "exclude").put("expert", expert);
            case Reweight(String expert, float factor) ->
                json.put("action", "weight").put("expert", expert).put("factor", factor);
            case Spread() -> json.put("action", "spread");
            case Fallback() -> json.put("action", "fallback");
        }
    }

    /// A line of the log.
    static ObjectNode of(SteerAct act) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return switch (act) {
            case SteerAct.Laid(Steer steer) -> json.put("act", "laid").setAll(of(steer));
            case SteerAct.Undone(Instant at, String id, String who, String why, long epoch) ->
                json.put("act", "undone")
                        .put("id", id)
                        .put("who", who)
                        .put("why", why)
                        .put("at", at.toString())
                        .put("epoch", epoch);
            case SteerAct.Expired(Instant at, String id, long epoch) ->
                json.put("act", "expired")
                        .put("id", id)
                        .put("at", at.toString())
                        .put("epoch", epoch);
            case SteerAct.Torn(long bytes) -> json.put("act", "torn").put("bytes", bytes);
        };
    }

    /// A line of the log.
    ///
    /// @throws WitanException INVALID_INPUT when it is none
    static SteerAct act(JsonNode json) {
        try {
            return switch (text(json, "act")) {
                case "laid" -> new SteerAct.Laid(steer(json));
                case "undone" ->
                    new SteerAct.Undone(
                            instant(json, "at"), text(json, "id"), text(json, "who"), text(json, "why"), epoch(json));
                case "expired" -> new SteerAct.Expired(instant(json, "at"), text(json, "id"), epoch(json));
                default -> throw WitanException.invalidInput("unknown act");
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw WitanException.invalidInput("not a line of a log of steers: " + e.getMessage());
        }
    }

    private static Steer steer(JsonNode json) {
        return new Steer(
                text(json, "id"),
                action(json),
                scope(json),
                text(json, "who"),
                text(json, "why"),
                instant(json, "created"),
                instant(json, "until"),
                epoch(json));
    }

    /// What an order or a line of the log wants done.
    static SteerAction action(JsonNode json) {
        String action = text(json, "action");
        return switch (action) {
            case "pin" -> new Pin(text(json, "expert"));
            case "exclude" -> new Exclude(text(json, "expert"));
            case "weight" -> new Reweight(text(json, "expert"), factor(json));
            case "spread" -> new Spread();
            case "fallback" -> new Fallback();
            default ->
                throw WitanException.invalidInput(
                        "action must be one of %s: '%s'".formatted(ACTIONS, Excerpt.of(action)));
        };
    }

    private static float factor(JsonNode json) {
        float factor = json.path("factor").isNumber() ? json.path("factor").floatValue() : Float.NaN;
        if (!(factor > 0) || !Float.isFinite(factor)) {
            throw WitanException.invalidInput(
                    "factor must be a positive number (to send an expert nothing, exclude it): "
                            + Excerpt.of(json.path("factor").toString()));
        }
        return factor;
    }

    /// Whose requests an order or a line of the log is about.
    static SteerScope scope(JsonNode json) {
        if (json.has("tenant") && json.has("tag")) {
            throw WitanException.invalidInput("a steer is for a tenant or for a tag, not for both: lay two");
        }
        if (json.has("tenant")) {
            return new Tenant(text(json, "tenant"));
        }
        return json.has("tag") ? new Tag(text(json, "tag")) : new Everybody();
    }

    /// A text that has to be there.
    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isString()) {
            throw WitanException.invalidInput(
                    value.isMissingNode()
                            ? "a steer needs '%s': it has none".formatted(field)
                            : "%s must be a text: %s".formatted(field, Excerpt.of(value.toString())));
        }
        return value.asString();
    }

    private static Instant instant(JsonNode json, String field) {
        return Instant.parse(text(json, field));
    }

    private static long epoch(JsonNode json) {
        return json.path("epoch").asLong(0);
    }
}
