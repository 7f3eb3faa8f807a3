// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

/// Graphs that several tests use.
final class Graphs {
    private Graphs() {}

    /// `relu(in * first) * second`.
    static Graph network(long rows, int inputs, int hidden, int outputs, float[] first, float[] second) {
        return new Graph()
                .input("in", Graph.FLOAT, rows, inputs)
                .output("out", Graph.FLOAT, rows, outputs)
                .weights("first", inputs, hidden, first)
                .weights("second", hidden, outputs, second)
                .node("MatMul", "hidden", "in", "first")
                .node("Relu", "positive", "hidden")
                .node("MatMul", "out", "positive", "second");
    }

    /// Each value on its own.
    static Graph elementwise(int columns) {
        return new Graph()
                .input("in", Graph.FLOAT, Graph.ANY, columns)
                .output("out", Graph.FLOAT, Graph.ANY, columns)
                .node("Tanh", "out", "in");
    }

    /// What a row gets depends on the other rows of its batch.
    static Graph acrossRows(int columns) {
        return new Graph()
                .input("in", Graph.FLOAT, Graph.ANY, columns)
                .output("out", Graph.FLOAT, Graph.ANY, columns)
                .node("Softmax", "axis", 0, "out", "in");
    }
}
