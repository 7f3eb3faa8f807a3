// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import tools.jackson.databind.JsonNode;

/// Steers as a person reads them at a terminal.
final class SteerText {
    private SteerText() {}

    /// What is in force.
    static String inForce(JsonNode answer) {
        JsonNode steers = answer.path("steers");
        if (steers.isEmpty()) {
            return "nothing is steered on %s".formatted(answer.path("mixture").asString());
        }
        TextTable table = new TextTable();
        table.row("id", "what", "for", "until", "who", "why");
        for (JsonNode steer : steers) {
            String waits = steer.path("waits").asBoolean(false) ? " (the release has no such expert)" : "";
            table.row(id(steer), what(steer) + waits, scope(steer), until(steer), who(steer), why(steer));
        }
        return table.toString();
    }

    /// What was done, oldest first.
    static String log(JsonNode answer) {
        JsonNode acts = answer.path("acts");
        if (acts.isEmpty()) {
            return "nothing was ever steered on %s"
                    .formatted(answer.path("mixture").asString());
        }
        TextTable table = new TextTable();
        table.row("when", "what happened", "who", "why");
        for (JsonNode act : acts) {
            table.row(when(act), happened(act), who(act), why(act));
        }
        return table + "\nlog: " + answer.path("file").asString();
    }

    private static String happened(JsonNode act) {
        return switch (act.path("act").asString()) {
            case "laid" -> "%s laid: %s, for %s, until %s".formatted(id(act), what(act), scope(act), until(act));
            case "undone" -> id(act) + " undone";
            case "expired" -> id(act) + " ended by itself";
            default -> "half a line, of a process that was killed: it never took effect";
        };
    }

    private static String id(JsonNode steer) {
        return steer.path("id").asString();
    }

    private static String what(JsonNode steer) {
        String factor = steer.has("factor") ? " " + DecisionText.scalar(steer.path("factor")) : "";
        String expert = steer.has("expert") ? " " + steer.path("expert").asString() : "";
        return steer.path("action").asString() + expert + factor;
    }

    private static String scope(JsonNode steer) {
        if (steer.has("tenant")) {
            return "tenant " + steer.path("tenant").asString();
        }
        return steer.has("tag") ? "tag " + steer.path("tag").asString() : "all";
    }

    /// To the second: nobody reads more.
    private static String until(JsonNode steer) {
        return seconds(steer.path("until").asString());
    }

    private static String when(JsonNode act) {
        return seconds(act.path("at").asString(act.path("created").asString("")));
    }

    private static String seconds(String instant) {
        return instant.replaceFirst("\\.[0-9]+Z$", "Z");
    }

    private static String who(JsonNode steer) {
        return steer.path("who").asString("");
    }

    private static String why(JsonNode steer) {
        return steer.path("why").asString("");
    }
}
