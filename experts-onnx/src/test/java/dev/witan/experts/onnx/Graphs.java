// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import dev.witan.experts.onnx.graph.Attributes;
import dev.witan.experts.onnx.graph.OnnxGraph;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Graphs that several tests use.
final class Graphs {
    private Graphs() {}

    /// `relu(in * first) * second`.
    static OnnxGraph network(long rows, int inputs, int hidden, int outputs, float[] first, float[] second) {
        return new OnnxGraph("test")
                .input("in", rows, inputs)
                .output("out", rows, outputs)
                .tensor("first", first, inputs, hidden)
                .tensor("second", second, hidden, outputs)
                .node("MatMul", "hidden", "in", "first")
                .node("Relu", "positive", "hidden")
                .node("MatMul", "out", "positive", "second");
    }

    /// Each value on its own.
    static OnnxGraph elementwise(int columns) {
        return new OnnxGraph("test")
                .input("in", OnnxGraph.ANY, columns)
                .output("out", OnnxGraph.ANY, columns)
                .node("Tanh", "out", "in");
    }

    /// What a row gets depends on the other rows of its batch.
    static OnnxGraph acrossRows(int columns) {
        return new OnnxGraph("test")
                .input("in", OnnxGraph.ANY, columns)
                .output("out", OnnxGraph.ANY, columns)
                .node("Softmax", new Attributes().number("axis", 0), "out", "in");
    }

    /// What a row gets depends on how many rows there are, from 101 on.
    static OnnxGraph acrossManyRows() {
        return new OnnxGraph("test")
                .input("in", OnnxGraph.ANY, 2)
                .output("out", OnnxGraph.ANY, 2)
                .tensor("hundred", new float[] {100}, 1)
                .node("Shape", "shape", "in")
                .node("Cast", new Attributes().number("to", 1), "sizes", "shape")
                .node("Sub", "above", "sizes", "hundred")
                .node("Relu", "excess", "above")
                .node("Add", "out", "in", "excess");
    }

    /// The model as a file in memory.
    static MemorySegment file(OnnxGraph graph, Arena arena) {
        byte[] bytes = graph.bytes();
        return arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
    }
}
