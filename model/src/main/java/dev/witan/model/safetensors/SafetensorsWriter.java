// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes tensors so that the same tensors give the same bytes: sorted by name, without gaps, the header padded with
/// spaces until the data is aligned.
public final class SafetensorsWriter {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final int CHUNK_BYTES = 1 << 20;

    private final List<Tensor> tensors;
    private final Map<String, String> metadata;

    public SafetensorsWriter(Collection<Tensor> tensors, Map<String, String> metadata) {
        this.tensors =
                tensors.stream().sorted(Comparator.comparing(Tensor::name)).toList();
        this.metadata = new TreeMap<>(metadata);
        for (int i = 1; i < this.tensors.size(); i++) {
            if (this.tensors.get(i).name().equals(this.tensors.get(i - 1).name())) {
                throw new IllegalArgumentException("names must be unique: '%s'"
                        .formatted(this.tensors.get(i).name()));
            }
        }
    }

    /// Writes the whole file. May be called again and writes the same.
    public void writeTo(WritableByteChannel channel) throws IOException {
        writeFully(channel, ByteBuffer.wrap(header()));
        for (Tensor tensor : tensors) {
            MemorySegment data = tensor.data();
            for (long from = 0; from < data.byteSize(); from += CHUNK_BYTES) {
                long bytes = Math.min(CHUNK_BYTES, data.byteSize() - from);
                writeFully(channel, data.asSlice(from, bytes).asByteBuffer());
            }
        }
    }

    private byte[] header() {
        byte[] json = json();
        int unpadded = Long.BYTES + json.length;
        int padded = Math.ceilDiv(unpadded, Header.ALIGNMENT) * Header.ALIGNMENT;
        if (padded - Long.BYTES > Header.BYTES_MAX) {
            throw new IllegalArgumentException(
                    "header must be at most %d bytes: %d".formatted(Header.BYTES_MAX, padded - Long.BYTES));
        }
        ByteBuffer header = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded - Long.BYTES).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }

    private byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            writeMetadata(json);
            long begin = 0;
            for (Tensor tensor : tensors) {
                writeEntry(json, tensor, begin);
                begin += tensor.data().byteSize();
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void writeMetadata(JsonGenerator json) {
        if (metadata.isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart(Header.METADATA);
        metadata.forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    private static void writeEntry(JsonGenerator json, Tensor tensor, long begin) {
        json.writeObjectPropertyStart(tensor.name());
        json.writeStringProperty("dtype", tensor.type().name());
        json.writeArrayPropertyStart("shape");
        tensor.shape().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeArrayPropertyStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(begin + tensor.data().byteSize());
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
