// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads one request body: a JSON object, and after it the binary tensors that it announces. Used once.
final class BodyReader {
    private static final List<String> FIELDS = List.of("id", "parameters", "inputs", "outputs");
    private static final List<String> OPTIONAL = List.of("id", "parameters", "outputs");
    static final List<String> PARAMETERS = List.of("timeout", "explain", "binary_data_output");
    static final long TIMEOUT_MICROS_MAX = TimeUnit.DAYS.toMicros(1);

    private final JsonFactory factory;
    private final Signature signature;
    private final ReadLimits limits;
    private final ByteBuffer bytes;
    private final int jsonLength;
    private final List<InputReader> inputs = new ArrayList<>();
    private final List<OutputSelection.Wanted> outputs = new ArrayList<>();
    private String id = "";
    private long timeoutNanos;
    private boolean explain;
    private boolean binaryByDefault;

    /// @param bytes a body on the heap, from position to limit
    /// @param jsonLength how many of the bytes are JSON
    BodyReader(JsonFactory factory, Signature signature, ReadLimits limits, ByteBuffer bytes, int jsonLength) {
        this.factory = factory;
        this.signature = signature;
        this.limits = limits;
        this.bytes = bytes;
        this.jsonLength = jsonLength;
    }

    Signature signature() {
        return signature;
    }

    ReadLimits limits() {
        return limits;
    }

    /// A parser of the JSON part that starts at `offset`.
    JsonParser parserAt(long offset) {
        if (offset < 0) {
            throw WitanException.invalidInput("the JSON must be UTF-8");
        }
        int from = bytes.arrayOffset() + bytes.position() + (int) offset;
        return factory.createParser(ObjectReadContext.empty(), bytes.array(), from, jsonLength - (int) offset);
    }

    InferCall read() {
        try (JsonParser parser = parserAt(0)) {
            parser.nextToken();
            Json.require(parser, JsonToken.START_OBJECT, "the body", "a JSON object");
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                parser.nextToken();
                readField(parser, field);
            }
            if (parser.nextToken() != null) {
                throw Json.wrong(parser, "what follows the request's JSON object", "nothing");
            }
        }
        return new InferCall(
                id,
                new InferenceRequest(columns()),
                new OutputSelection(outputs, binaryByDefault),
                timeoutNanos,
                explain);
    }

    private void readField(JsonParser parser, String field) {
        if (Json.isAbsent(parser, field, OPTIONAL)) {
            return;
        }
        switch (field) {
            case "id" -> {
                id = Json.wellFormed(Json.text(parser, "id"), "id");
                limits.requireText(id, "id");
            }
            case "parameters" -> readParameters(parser);
            case "inputs" -> readInputs(parser);
            case "outputs" -> readOutputs(parser);
            default -> throw Json.unknownField("the request", field, FIELDS);
        }
    }

    private void readParameters(JsonParser parser) {
        Json.require(parser, JsonToken.START_OBJECT, "parameters", "an object");
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "timeout" ->
                    timeoutNanos = TimeUnit.MICROSECONDS.toNanos(
                            Json.whole(parser, "timeout, in microseconds,", 1, TIMEOUT_MICROS_MAX));
                case "explain" -> explain = Json.flag(parser, "explain");
                case "binary_data_output" -> binaryByDefault = Json.flag(parser, "binary_data_output");
                default -> throw Json.unknownField("parameters", name, PARAMETERS);
            }
        }
    }

    private void readInputs(JsonParser parser) {
        Json.require(parser, JsonToken.START_ARRAY, "inputs", "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            limits.requireTensor(inputs.size(), "inputs");
            InputReader input = new InputReader(this);
            input.read(parser);
            inputs.add(input);
        }
    }

    private void readOutputs(JsonParser parser) {
        Json.require(parser, JsonToken.START_ARRAY, "outputs", "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            limits.requireTensor(outputs.size(), "outputs");
            OutputSelection.Wanted wanted = WantedReader.read(parser);
            signature.output(wanted.name());
            OutputSelection.add(outputs, wanted);
        }
    }

    private List<Column> columns() {
        requireBinaryLength();
        List<Column> columns = new ArrayList<>(inputs.size());
        int at = bytes.position() + jsonLength;
        for (InputReader input : inputs) {
            columns.add(input.column(bytes.slice(at, input.binaryBytes())));
            at += input.binaryBytes();
        }
        return columns;
    }

    private void requireBinaryLength() {
        long announced = 0;
        for (InputReader input : inputs) {
            announced += input.binaryBytes();
        }
        int found = bytes.remaining() - jsonLength;
        if (announced != found) {
            throw WitanException.invalidInput(
                    "the inputs' binary_data_size must add up to the bytes after the JSON, %d: they add up to %d"
                            .formatted(found, announced));
        }
    }
}
