// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Puts files together by hand, right or wrong, for tests.
public final class SafetensorsBytes {
    private SafetensorsBytes() {}

    /// Length, header and data, as given.
    public static byte[] file(String header, float... data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return file(json.length, json, data);
    }

    static byte[] file(long headerBytes, byte[] header, float... data) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + header.length + data.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(headerBytes).put(header);
        for (float value : data) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
