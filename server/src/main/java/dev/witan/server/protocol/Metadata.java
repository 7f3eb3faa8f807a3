// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.response.OutputSpec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes what the server and its mixtures say about themselves.
public final class Metadata {
    /// What every mixture runs on.
    public static final String PLATFORM = "witan";

    /// What the server does beyond the protocol's core, under the names that the ecosystem has for it.
    public static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "model_repository", "model_configuration", "statistics");

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int ANY = ColumnSpec.ANY;

    private Metadata() {}

    /// The answer to `GET /v2`.
    public static byte[] server(String version) {
        return object(json -> {
            json.writeStringProperty("name", "witan");
            json.writeStringProperty("version", version);
            json.writeArrayPropertyStart("extensions");
            EXTENSIONS.forEach(json::writeString);
            json.writeEndArray();
        });
    }

    /// The answer to `GET /v2/models/{mixture}`. The datatype of an input is the one that loses nothing; the reader
    /// takes others as well.
    public static byte[] mixture(Mixture mixture) {
        return object(json -> {
            json.writeStringProperty("name", mixture.name());
            json.writeArrayPropertyStart("versions");
            json.writeString(Integer.toString(mixture.release()));
            json.writeEndArray();
            json.writeStringProperty("platform", PLATFORM);
            json.writeArrayPropertyStart("inputs");
            mixture.encoder().columns().forEach(column -> writeInput(json, column));
            json.writeEndArray();
            json.writeArrayPropertyStart("outputs");
            mixture.head().outputs().forEach(output -> writeOutput(json, output, mixture));
            json.writeEndArray();
        });
    }

    /// The answer to `GET /v2/models/{mixture}/ready`.
    public static byte[] ready(String mixture, boolean isReady) {
        return object(json -> {
            json.writeStringProperty("name", mixture);
            json.writeBooleanProperty("ready", isReady);
        });
    }

    private static void writeInput(JsonGenerator json, ColumnSpec column) {
        json.writeStartObject();
        json.writeStringProperty("name", column.name());
        json.writeStringProperty("datatype", datatype(column));
        writeShape(json, shape(column));
        json.writeObjectPropertyStart("parameters");
        json.writeStringProperty("kind", column.kind().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeOutput(JsonGenerator json, OutputSpec output, Mixture mixture) {
        json.writeStartObject();
        json.writeStringProperty("name", output.name());
        json.writeStringProperty("datatype", datatype(output));
        writeShape(json, shape(mixture, output));
        if (!output.classes().isEmpty() || !output.parts().isEmpty()) {
            json.writeObjectPropertyStart("parameters");
            writeNames(json, output);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// The shape of an input; an extent that requests choose is [#ANY].
    static List<Integer> shape(ColumnSpec column) {
        List<Integer> shape = new ArrayList<>(List.of(ANY));
        shape.addAll(column.extents());
        return shape;
    }

    /// The shape of an output, which has a value per token if the mixture takes tokens.
    static List<Integer> shape(Mixture mixture, OutputSpec output) {
        List<Integer> shape = new ArrayList<>(List.of(ANY));
        if (mixture.encoder().columns().stream().anyMatch(column -> column.kind() == ColumnSpec.Kind.TOKENS)) {
            shape.add(ANY);
        }
        shape.addAll(output.extents());
        return shape;
    }

    private static void writeShape(JsonGenerator json, List<Integer> shape) {
        json.writeArrayPropertyStart("shape");
        shape.forEach(json::writeNumber);
        json.writeEndArray();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    /// The classes that an output is about and what people call them; the names of its values, where these are others.
    private static void writeNames(JsonGenerator json, OutputSpec output) {
        if (!output.classes().isEmpty()) {
            writeTexts(json, "classes", output.classes());
        }
        if (!output.titles().isEmpty()) {
            writeTexts(json, "titles", output.titles());
        }
        if (!output.parts().equals(output.classes()) && !output.parts().isEmpty()) {
            writeTexts(json, "parts", output.parts());
        }
    }

    /// The datatype of a column that loses nothing.
    public static String datatype(ColumnSpec column) {
        return switch (column.kind()) {
            case NUMERIC -> "FP64";
            case VECTOR, TOKENS -> "FP32";
            case DATE, CATEGORICAL, TEXT, IMAGE -> "BYTES";
        };
    }

    /// The datatype of an output.
    public static String datatype(OutputSpec output) {
        return output.type() == OutputSpec.Type.TEXT ? "BYTES" : "FP32";
    }

    /// A JSON object.
    static byte[] object(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
