// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// The body of a question in the protocol's REST form: JSON, and after it the rows where the other end takes them raw.
final class HttpBody {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final int FIRST_CAPACITY = 512;
    private static final long NANOS_PER_MICRO = 1000;

    private final List<byte[]> parts;
    private final int jsonLength;
    private final boolean isPacked;

    private HttpBody(List<byte[]> parts, int jsonLength, boolean isPacked) {
        this.parts = parts;
        this.jsonLength = jsonLength;
        this.isPacked = isPacked;
    }

    /// @param nanosMax told to the other end as its `timeout`; 0 is not told
    static HttpBody of(Question question, Contract contract, long nanosMax, Packing packing) {
        byte[] json = json(question, contract, nanosMax);
        List<byte[]> parts = new ArrayList<>(List.of(json));
        if (contract.isBinary()) {
            parts.add(question.values());
        }
        boolean isPacked =
                packing.packs(parts.stream().mapToInt(part -> part.length).sum());
        return new HttpBody(isPacked ? List.of(packed(parts)) : parts, json.length, isPacked);
    }

    /// What is to be sent, one after the other.
    List<byte[]> parts() {
        return parts;
    }

    long length() {
        return parts.stream().mapToLong(part -> part.length).sum();
    }

    /// How many of the bytes, unpacked, are JSON.
    int jsonLength() {
        return jsonLength;
    }

    boolean isPacked() {
        return isPacked;
    }

    private static byte[] packed(List<byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_CAPACITY);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (byte[] part : parts) {
                gzip.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] json(Question question, Contract contract, long nanosMax) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_CAPACITY);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            writeParameters(json, contract, nanosMax);
            json.writeArrayPropertyStart("inputs");
            writeInput(json, question, contract);
            json.writeEndArray();
            if (!contract.output().isEmpty()) {
                json.writeArrayPropertyStart("outputs");
                writeOutput(json, contract);
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /// Who knows the name of the output asks for it in raw bytes by that; who does not asks for all of them so.
    private static void writeParameters(JsonGenerator json, Contract contract, long nanosMax) {
        json.writeObjectPropertyStart("parameters");
        if (nanosMax > 0) {
            json.writeNumberProperty("timeout", Math.max(1, nanosMax / NANOS_PER_MICRO));
        }
        if (contract.output().isEmpty()) {
            json.writeBooleanProperty("binary_data_output", true);
        }
        json.writeEndObject();
    }

    private static void writeInput(JsonGenerator json, Question question, Contract contract) {
        json.writeStartObject();
        json.writeStringProperty("name", contract.input());
        json.writeStringProperty("datatype", "FP32");
        json.writeArrayPropertyStart("shape");
        json.writeNumber(question.rows());
        json.writeNumber(question.inputs());
        json.writeEndArray();
        if (contract.isBinary()) {
            json.writeObjectPropertyStart("parameters");
            json.writeNumberProperty("binary_data_size", question.values().length);
            json.writeEndObject();
        } else {
            writeData(json, question);
        }
        json.writeEndObject();
    }

    private static void writeData(JsonGenerator json, Question question) {
        MemorySegment values = MemorySegment.ofArray(question.values());
        json.writeArrayPropertyStart("data");
        for (long at = 0; at < values.byteSize(); at += Float.BYTES) {
            json.writeNumber(values.get(FloatBytes.LITTLE_ENDIAN, at));
        }
        json.writeEndArray();
    }

    private static void writeOutput(JsonGenerator json, Contract contract) {
        json.writeStartObject();
        json.writeStringProperty("name", contract.output());
        if (contract.isBinary()) {
            json.writeObjectPropertyStart("parameters");
            json.writeBooleanProperty("binary_data", true);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
