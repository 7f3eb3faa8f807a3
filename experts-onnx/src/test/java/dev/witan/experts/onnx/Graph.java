// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// An ONNX model under construction, written by hand so that no further library is needed.
final class Graph {
    static final int FLOAT = 1;
    static final int INT64 = 7;

    /// A number of rows that is left open.
    static final long ANY = 0;

    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;

    private final Message graph = new Message().text(2, "test");

    Graph input(String name, int type, long... shape) {
        graph.message(11, value(name, type, shape));
        return this;
    }

    Graph output(String name, int type, long... shape) {
        graph.message(12, value(name, type, shape));
        return this;
    }

    Graph weights(String name, int rows, int columns, float... values) {
        return tensor(name, new long[] {rows, columns}, values);
    }

    Graph bias(String name, float... values) {
        return tensor(name, new long[] {values.length}, values);
    }

    private Graph tensor(String name, long[] shape, float[] values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        Message tensor = new Message();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array()));
        return this;
    }

    /// A node with one output.
    Graph node(String operator, String output, String... inputs) {
        graph.message(1, node(new Message(), operator, output, inputs));
        return this;
    }

    /// A node with one output and a whole number as its attribute.
    Graph node(String operator, String attribute, long number, String output, String... inputs) {
        int wholeNumber = 2;
        Message value = new Message().text(1, attribute).number(3, number).number(20, wholeNumber);
        graph.message(1, node(new Message(), operator, output, inputs).message(5, value));
        return this;
    }

    private static Message node(Message node, String operator, String output, String... inputs) {
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(3, output).text(4, operator);
    }

    private static Message value(String name, int type, long... shape) {
        Message dimensions = new Message();
        for (long size : shape) {
            dimensions.message(1, size == ANY ? new Message().text(2, "rows") : new Message().number(1, size));
        }
        Message tensor = new Message().number(1, type).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    byte[] bytes() {
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPSET))
                .bytes();
    }

    /// The model as a file in memory.
    MemorySegment file(Arena arena) {
        byte[] bytes = bytes();
        return arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    }
}
