// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.storage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/// What a file is to hold. Writes the same bytes each time it is asked.
@FunctionalInterface
public interface Content {
    /// How much of a large content is written at once.
    int CHUNK_BYTES = 1 << 20;

    /// Writes all of it.
    void writeTo(WritableByteChannel channel) throws IOException;

    /// Bytes in memory, such as a mapped file.
    static Content of(MemorySegment bytes) {
        return channel -> {
            for (long from = 0; from < bytes.byteSize(); from += CHUNK_BYTES) {
                long count = Math.min(CHUNK_BYTES, bytes.byteSize() - from);
                ByteBuffer buffer = bytes.asSlice(from, count).asByteBuffer();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        };
    }

    /// Text in UTF-8.
    static Content text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return channel -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        };
    }
}
