// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.witan.engine.response.OutputColumn;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes an output in the protocol's binary form: little-endian, each text after its length in 4 bytes.
final class BinaryOutput {
    private BinaryOutput() {}

    static int size(OutputColumn column) {
        return switch (column) {
            case OutputColumn.Floats floats -> floats.values().length * Float.BYTES;
            case OutputColumn.Texts texts -> {
                int size = 0;
                for (String text : texts.values()) {
                    size += Integer.BYTES + text.getBytes(UTF_8).length;
                }
                yield size;
            }
        };
    }

    static void write(OutputColumn column, ByteArrayOutputStream to) {
        to.writeBytes(bytes(column));
    }

    static byte[] bytes(OutputColumn column) {
        ByteBuffer bytes = ByteBuffer.allocate(size(column)).order(ByteOrder.LITTLE_ENDIAN);
        switch (column) {
            case OutputColumn.Floats floats -> bytes.asFloatBuffer().put(floats.values());
            case OutputColumn.Texts texts -> {
                for (String text : texts.values()) {
                    byte[] utf8 = text.getBytes(UTF_8);
                    bytes.putInt(utf8.length).put(utf8);
                }
            }
        }
        return bytes.array();
    }
}
