// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.OutputColumn;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Writes the answers of one mixture in the Open Inference Protocol's REST form. Immutable and thread-safe.
public final class InferWriter {
    private static final int FIRST_CAPACITY = 512;

    private final JsonFactory factory = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private final Signature signature;

    public InferWriter(Mixture mixture) {
        this.signature = new Signature(mixture);
    }

    /// An answer on the wire.
    ///
    /// @param bytes the JSON, then the binary tensors
    /// @param jsonLength how many of the bytes are JSON; all of them when no output is binary
    public record Body(ByteBuffer bytes, int jsonLength) {
        public boolean hasBinary() {
            return jsonLength < bytes.remaining();
        }
    }

    /// Writes a response.
    ///
    /// @param id the caller's name for the request; `""` is left out
    public Body write(InferenceResponse response, String id, OutputSelection selection) {
        Written bytes = new Written();
        List<OutputColumn> binary = new ArrayList<>();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringProperty("model_name", response.mixture());
            json.writeStringProperty("model_version", Integer.toString(response.release()));
            if (!id.isEmpty()) {
                json.writeStringProperty("id", id);
            }
            writeParameters(json, response);
            json.writeArrayPropertyStart("outputs");
            writeOutputs(json, response, selection, binary);
            json.writeEndArray();
            json.writeEndObject();
        }
        int jsonLength = bytes.size();
        binary.forEach(column -> BinaryOutput.write(column, bytes));
        return new Body(bytes.written(), jsonLength);
    }

    private static void writeParameters(JsonGenerator json, InferenceResponse response) {
        if (!response.degraded() && response.decisions().isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("parameters");
        if (response.degraded()) {
            json.writeBooleanProperty("degraded", true);
        }
        if (!response.decisions().isEmpty()) {
            DecisionWriter.write(json, response);
        }
        json.writeEndObject();
    }

    private void writeOutputs(
            JsonGenerator json, InferenceResponse response, OutputSelection selection, List<OutputColumn> binary) {
        if (selection.wanted().isEmpty()) {
            for (OutputColumn column : response.outputs()) {
                writeOutput(json, column, response, selection.binaryByDefault(), binary);
            }
        }
        for (OutputSelection.Wanted wanted : selection.wanted()) {
            OutputColumn column = response.outputs().get(signature.output(wanted.name()));
            writeOutput(json, column, response, selection.isBinary(wanted), binary);
        }
    }

    private static void writeOutput(
            JsonGenerator json,
            OutputColumn column,
            InferenceResponse response,
            boolean isBinary,
            List<OutputColumn> binary) {
        json.writeStartObject();
        json.writeStringProperty("name", column.name());
        json.writeStringProperty("datatype", column instanceof OutputColumn.Floats ? "FP32" : "BYTES");
        json.writeArrayPropertyStart("shape");
        response.shape(column).forEach(json::writeNumber);
        json.writeEndArray();
        if (isBinary) {
            binary.add(column);
            json.writeObjectPropertyStart("parameters");
            json.writeNumberProperty("binary_data_size", BinaryOutput.size(column));
            json.writeEndObject();
        } else {
            writeData(json, column);
        }
        json.writeEndObject();
    }

    /// Prints floats in the shortest form that parses back to the same float.
    private static void writeData(JsonGenerator json, OutputColumn column) {
        json.writeArrayPropertyStart("data");
        switch (column) {
            case OutputColumn.Floats floats -> {
                for (float value : floats.values()) {
                    json.writeNumber(finite(value, column));
                }
            }
            case OutputColumn.Texts texts -> {
                for (String value : texts.values()) {
                    json.writeString(value);
                }
            }
        }
        json.writeEndArray();
    }

    /// Hands out what was written without a copy.
    private static final class Written extends ByteArrayOutputStream {
        Written() {
            super(FIRST_CAPACITY);
        }

        ByteBuffer written() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    private static float finite(float value, OutputColumn column) {
        if (!Float.isFinite(value)) {
            throw new WitanException(
                    ErrorCode.EXPERT_FAILED,
                    "output '%s' must be finite to be written as JSON: %s".formatted(column.name(), value));
        }
        return value;
    }
}
