// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.export;

import dev.witan.experts.onnx.graph.Attributes;
import dev.witan.experts.onnx.graph.OnnxGraph;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Linear;

/// A graph from rows to rows, and names for what is computed on the way. Used once.
final class GraphBuilder {
    /// What every graph calls its rows.
    static final String IN = "input";

    /// What every graph calls what it makes of them.
    static final String OUT = "output";

    /// `2 sqrt(2/pi)`
    private static final float GELU_SCALE = 0x1.988454p0f;
    private static final float GELU_CUBE = 0.044715f;

    private final OnnxGraph graph;
    private int names;

    GraphBuilder(String name, int inputs, int outputs) {
        this.graph = new OnnxGraph(name).input(IN, OnnxGraph.ANY, inputs).output(OUT, OnnxGraph.ANY, outputs);
    }

    private String name(String what) {
        return what + "_" + names++;
    }

    /// A node with one output, whose name comes back.
    String node(String operator, String... inputs) {
        return node(operator, new Attributes(), inputs);
    }

    String node(String operator, Attributes attributes, String... inputs) {
        String output = name(operator);
        graph.node(operator, attributes, output, inputs);
        return output;
    }

    String classical(String operator, Attributes attributes, String... inputs) {
        String output = name(operator);
        graph.classical(operator, attributes, output, inputs);
        return output;
    }

    String tensor(float[] values, long... shape) {
        String tensor = name("tensor");
        graph.tensor(tensor, values, shape);
        return tensor;
    }

    String number(float value) {
        return tensor(new float[] {value}, 1);
    }

    /// One row of numbers.
    String row(FloatMatrix matrix) {
        float[] values = new float[matrix.columns()];
        matrix.copyRowTo(0, values, 0);
        return tensor(values, values.length);
    }

    /// A layer with its activation.
    String layer(String in, Linear layer) {
        float[] weights = new float[Math.multiplyExact(layer.inputs(), layer.outputs())];
        for (int output = 0; output < layer.outputs(); output++) {
            for (int input = 0; input < layer.inputs(); input++) {
                weights[output * layer.inputs() + input] = layer.weights().get(input, output);
            }
        }
        String sum = node(
                "Gemm",
                new Attributes().number("transB", 1),
                in,
                tensor(weights, layer.outputs(), layer.inputs()),
                row(layer.bias()));
        return activation(layer.activation(), sum);
    }

    String activation(Activation activation, String x) {
        return switch (activation) {
            case IDENTITY -> x;
            case RELU -> node("Relu", x);
            case SILU -> node("Mul", x, node("Sigmoid", x));
            case GELU -> {
                String square = node("Mul", node("Mul", x, x), number(GELU_CUBE));
                String steep = node("Mul", x, node("Add", square, number(1)));
                yield node("Mul", x, node("Sigmoid", node("Mul", steep, number(GELU_SCALE))));
            }
        };
    }

    /// The model, which puts out what has that name.
    byte[] bytes(String result) {
        return graph.node("Identity", OUT, result).bytes();
    }
}
