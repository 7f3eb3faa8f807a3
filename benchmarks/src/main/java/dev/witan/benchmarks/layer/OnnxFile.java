// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An ONNX model under construction, written by hand so that no further library is needed.
final class OnnxFile {
    static final String CONTRIBUTED = "com.microsoft";

    private static final int FLOAT = 1;
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;

    private final Message graph = new Message().text(2, "layer");

    OnnxFile input(String name, long... shape) {
        graph.message(11, value(name, shape));
        return this;
    }

    OnnxFile output(String name, long... shape) {
        graph.message(12, value(name, shape));
        return this;
    }

    OnnxFile tensor(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        graph.message(5, shaped(shape).text(8, name).bytes(9, raw.array()));
        return this;
    }

    private static Message shaped(long... shape) {
        Message tensor = new Message();
        for (long size : shape) {
            tensor.number(1, size);
        }
        return tensor.number(2, FLOAT);
    }

    OnnxFile node(String operator, String output, String... inputs) {
        graph.message(1, nodeOf("", operator, output, inputs));
        return this;
    }

    /// A node of Microsoft's own set, with its attributes.
    OnnxFile contributed(String operator, Attributes attributes, String output, String... inputs) {
        Message node = nodeOf(CONTRIBUTED, operator, output, inputs);
        graph.message(1, attributes.addTo(node));
        return this;
    }

    private static Message nodeOf(String domain, String operator, String output, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(3, output).text(4, operator).text(7, domain);
    }

    private static Message value(String name, long... shape) {
        Message dimensions = new Message();
        for (long size : shape) {
            dimensions.message(1, size < 0 ? new Message().text(2, "rows") : new Message().number(1, size));
        }
        Message tensor = new Message().number(1, FLOAT).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    byte[] bytes() {
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPSET))
                .message(8, new Message().text(1, CONTRIBUTED).number(2, 1))
                .bytes();
    }

    /// What a node is told beside its inputs.
    static final class Attributes {
        private static final int FLOAT_TYPE = 1;
        private static final int NUMBER_TYPE = 2;
        private static final int TEXT_TYPE = 3;

        private final List<Message> attributes = new ArrayList<>();

        Attributes number(String name, long value) {
            attributes.add(new Message().text(1, name).number(3, value).number(20, NUMBER_TYPE));
            return this;
        }

        Attributes real(String name, float value) {
            attributes.add(new Message().text(1, name).real(2, value).number(20, FLOAT_TYPE));
            return this;
        }

        Attributes text(String name, String value) {
            attributes.add(new Message().text(1, name).text(4, value).number(20, TEXT_TYPE));
            return this;
        }

        private Message addTo(Message node) {
            attributes.forEach(attribute -> node.message(5, attribute));
            return node;
        }
    }

    /// One protocol buffer message under construction.
    private static final class Message {
        private static final int VARINT = 0;
        private static final int LENGTH_DELIMITED = 2;
        private static final int FIXED32 = 5;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint(((long) field << 3) | VARINT);
            varint(value);
            return this;
        }

        Message real(int field, float value) {
            varint(((long) field << 3) | FIXED32);
            out.writeBytes(ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
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
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
