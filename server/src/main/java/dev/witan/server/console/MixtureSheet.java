// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.console;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.response.OutputSpec;
import dev.witan.model.config.ExampleConfig;
import dev.witan.model.config.MixtureSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import tools.jackson.core.JsonGenerator;

/// Writes what the page has to know of a mixture in order to ask it: its inputs with sensible values, its outputs, its
/// experts.
final class MixtureSheet {
    /// How many values of a category are told; the others can still be typed.
    static final int VALUES_MAX = 200;

    /// How far from the mean the values of a number without bins are told to go, in standard deviations.
    private static final double SPREAD = 3;

    /// With more edges than this, which are quantiles, the outermost hold only the rarest values.
    private static final int TAILED_EDGES_MIN = 20;

    private MixtureSheet() {}

    static void write(JsonGenerator json, Mixture mixture, MixtureSpec spec) {
        json.writeStringProperty("target", spec.signature().target());
        json.writeArrayPropertyStart("inputs");
        if (mixture.encoder() instanceof TableEncoder table) {
            table.encoders().stream()
                    .filter(column -> !(column instanceof ImageEncoder))
                    .forEach(column -> writeInput(json, column));
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("outputs");
        mixture.head().outputs().forEach(output -> writeOutput(json, output));
        json.writeEndArray();
        writeTexts(json, "tasks", mixture.head().tasks());
        json.writeNumberProperty("fan_out", mixture.layer().router().fanOut());
        json.writeArrayPropertyStart("experts");
        spec.experts().forEach(expert -> {
            json.writeStartObject();
            json.writeStringProperty("id", expert.id());
            json.writeStringProperty("role", expert.traits().role().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("description", expert.description());
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("examples");
        spec.examples().forEach(example -> writeExample(json, example));
        json.writeEndArray();
    }

    private static void writeExample(JsonGenerator json, ExampleConfig example) {
        json.writeStartObject();
        json.writeStringProperty("title", example.title());
        json.writeObjectPropertyStart("record");
        example.record().forEach((name, value) -> {
            switch (value) {
                case Long it -> json.writeNumberProperty(name, it);
                case Double it -> json.writeNumberProperty(name, it);
                default -> json.writeStringProperty(name, value.toString());
            }
        });
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeClasses(JsonGenerator json, OutputSpec output) {
        for (int i = 0; i < output.classes().size(); i++) {
            String label = output.classes().get(i);
            writeClass(
                    json,
                    label,
                    output.titles().isEmpty() ? label : output.titles().get(i));
        }
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void writeClass(JsonGenerator json, String label, String title) {
        json.writeStartObject();
        json.writeStringProperty("label", label);
        json.writeStringProperty("title", title);
        json.writeEndObject();
    }

    private static void writeInput(JsonGenerator json, ColumnEncoder column) {
        json.writeStartObject();
        json.writeStringProperty("name", column.spec().name());
        switch (column) {
            case NumericEncoder numeric -> writeNumber(json, numeric);
            case DateEncoder date -> writeDate(json, date);
            case CategoricalEncoder categorical -> writeCategory(json, categorical.vocabulary());
            case TextEncoder _, ImageEncoder _ -> json.writeStringProperty("kind", "text");
        }
        json.writeEndObject();
    }

    private static void writeCategory(JsonGenerator json, List<String> vocabulary) {
        json.writeStringProperty("kind", "category");
        json.writeArrayPropertyStart("values");
        vocabulary.stream().limit(VALUES_MAX).forEach(json::writeString);
        json.writeEndArray();
        if (!vocabulary.isEmpty()) {
            json.writeStringProperty("typical", vocabulary.getFirst());
        }
    }

    /// A date is picked from some of those that training saw, or typed.
    private static void writeDate(JsonGenerator json, DateEncoder column) {
        json.writeStringProperty("kind", "category");
        json.writeArrayPropertyStart("values");
        DoubleStream.of(column.days().edges())
                .mapToObj(MixtureSheet::day)
                .distinct()
                .limit(VALUES_MAX)
                .forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("typical", day(column.days().mean()));
    }

    private static String day(double days) {
        return LocalDate.ofEpochDay((long) Math.floor(days)).toString();
    }

    private static void writeNumber(JsonGenerator json, NumericEncoder column) {
        double[] edges = column.edges();
        boolean isWhole = edges.length > 1 && DoubleStream.of(edges).allMatch(edge -> edge == Math.rint(edge));
        int tail = edges.length > TAILED_EDGES_MIN ? 1 : 0;
        boolean hasEdges = edges.length > 1;
        json.writeStringProperty("kind", "number");
        json.writeNumberProperty("low", hasEdges ? edges[tail] : column.mean() - SPREAD * column.deviation());
        json.writeNumberProperty(
                "high", hasEdges ? edges[edges.length - 1 - tail] : column.mean() + SPREAD * column.deviation());
        json.writeNumberProperty("typical", isWhole ? Math.rint(column.mean()) : column.mean());
        json.writeBooleanProperty("whole", isWhole);
    }

    private static void writeOutput(JsonGenerator json, OutputSpec output) {
        json.writeStartObject();
        json.writeStringProperty("name", output.name());
        json.writeStringProperty("datatype", output.type() == OutputSpec.Type.TEXT ? "BYTES" : "FP32");
        json.writeNumberProperty("width", output.width());
        json.writeArrayPropertyStart("classes");
        writeClasses(json, output);
        json.writeEndArray();
        writeTexts(json, "parts", output.parts());
        json.writeEndObject();
    }
}
