// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/// What a file is to hold. Writes the same bytes each time it is asked.
@FunctionalInterface
public interface Content {
    void writeTo(WritableByteChannel channel) throws IOException;

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
