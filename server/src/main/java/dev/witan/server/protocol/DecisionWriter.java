// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.response.Decision;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Timings;
import tools.jackson.core.JsonGenerator;

/// Writes how a request was routed, for people to read.
final class DecisionWriter {
    private static final double MICROS = 1e3;

    private DecisionWriter() {}

    /// Writes the property `decision` into the object that is open.
    static void write(JsonGenerator json, InferenceResponse response) {
        json.writeObjectPropertyStart("decision");
        writeFields(json, response);
        json.writeEndObject();
    }

    /// The same as an object of its own.
    static String json(InferenceResponse response) {
        return new String(Metadata.object(json -> writeFields(json, response)), UTF_8);
    }

    private static void writeFields(JsonGenerator json, InferenceResponse response) {
        json.writeStringProperty("mixture", response.mixture());
        json.writeNumberProperty("release", response.release());
        writeTimes(json, response.timings());
        json.writeArrayPropertyStart("rows");
        for (int i = 0; i < response.decisions().size(); i++) {
            json.writeStartObject();
            writePlace(json, i, response);
            writeRow(json, response.decisions().get(i));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTimes(JsonGenerator json, Timings timings) {
        json.writeObjectPropertyStart("micros");
        json.writeNumberProperty("encode", timings.encodeNanos() / MICROS);
        json.writeNumberProperty("wait", timings.waitNanos() / MICROS);
        json.writeNumberProperty("gate", timings.gateNanos() / MICROS);
        json.writeNumberProperty("experts", timings.expertsNanos() / MICROS);
        json.writeNumberProperty("combine", timings.combineNanos() / MICROS);
        json.writeNumberProperty("total", timings.totalNanos() / MICROS);
        json.writeEndObject();
    }

    /// Says which token or task of which row a decision is about, where there are tokens or tasks.
    private static void writePlace(JsonGenerator json, int index, InferenceResponse response) {
        if (response.tokens() > 0) {
            json.writeNumberProperty("row", index / response.tokens());
            json.writeNumberProperty("token", index % response.tokens());
        }
        int tasks = response.tasks().size();
        if (tasks > 0) {
            json.writeNumberProperty("row", index / tasks);
            json.writeStringProperty("task", response.tasks().get(index % tasks));
        }
    }

    private static void writeRow(JsonGenerator json, Decision decision) {
        json.writeArrayPropertyStart("chosen");
        for (Decision.Choice choice : decision.chosen()) {
            json.writeStartObject();
            json.writeStringProperty("expert", choice.expert());
            json.writeNumberProperty("weight", choice.weight());
            writeScore(json, "score", choice.score());
            writeScore(json, "selection_score", choice.selectionScore());
            json.writeStringProperty("fate", choice.fate());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("passed_over");
        for (Decision.PassedOver passed : decision.passedOver()) {
            json.writeStartObject();
            json.writeStringProperty("expert", passed.expert());
            writeScore(json, "score", passed.score());
            writeScore(json, "selection_score", passed.selectionScore());
            json.writeStringProperty("reason", passed.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeOthers(json, decision);
        writeCaveats(json, decision);
    }

    /// A score, or null where there is none: infinite ones say no more than the words beside them.
    private static void writeScore(JsonGenerator json, String name, float score) {
        if (Float.isFinite(score)) {
            json.writeNumberProperty(name, score);
        } else {
            json.writeNullProperty(name);
        }
    }

    /// Experts that are counted and not named, where there are any.
    private static void writeOthers(JsonGenerator json, Decision decision) {
        if (!decision.others().isEmpty()) {
            json.writeArrayPropertyStart("others");
            for (Decision.Others others : decision.others()) {
                json.writeStartObject();
                json.writeStringProperty("reason", others.reason());
                json.writeNumberProperty("experts", others.experts());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void writeCaveats(JsonGenerator json, Decision decision) {
        if (!decision.caveats().isEmpty()) {
            json.writeArrayPropertyStart("caveats");
            decision.caveats().forEach(json::writeString);
            json.writeEndArray();
        }
    }
}
