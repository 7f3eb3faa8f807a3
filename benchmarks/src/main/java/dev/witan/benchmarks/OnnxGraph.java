// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The bytes of an ONNX model with one matrix product, `out = in * weights`, written by hand so that no further
/// library is needed.
final class OnnxGraph {
    static final String IN = "in";
    static final String OUT = "out";

    private static final String WEIGHTS = "weights";
    private static final int FLOAT = 1;
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;

    private OnnxGraph() {}

    static byte[] product(int rows, int inner, int columns, float[] weights) {
        Message node = new Message()
                .text(1, IN)
                .text(1, WEIGHTS)
                .text(2, OUT)
                .text(3, "product")
                .text(4, "MatMul");
        Message graph = new Message()
                .message(1, node)
                .text(2, "product")
                .message(5, tensor(inner, columns, weights))
                .message(11, value(IN, rows, inner))
                .message(12, value(OUT, rows, columns));
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPSET))
                .bytes();
    }

    private static Message tensor(int rows, int columns, float[] values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return new Message()
                .number(1, rows)
                .number(1, columns)
                .number(2, FLOAT)
                .text(8, WEIGHTS)
                .bytes(9, raw.array());
    }

    private static Message value(String name, int rows, int columns) {
        Message shape =
                new Message().message(1, new Message().number(1, rows)).message(1, new Message().number(1, columns));
        Message type = new Message().message(1, new Message().number(1, FLOAT).message(2, shape));
        return new Message().text(1, name).message(2, type);
    }

    /// One protocol buffer message under construction.
    private static final class Message {
        private static final int VARINT = 0;
        private static final int LENGTH_DELIMITED = 2;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint(((long) field << 3) | VARINT);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint(((long) field << 3) | LENGTH_DELIMITED);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while (rest > 0x7f) {
                out.write((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
