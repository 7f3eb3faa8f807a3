// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.graph;

/// An ONNX model under construction: inputs, weights, nodes and outputs, in the protocol buffers that the format is
/// made
/// of, without a library for them. Whether the graph makes sense is for the runtime to say that loads it. Used by one
/// thread.
public final class OnnxGraph {
    /// A dimension that is left open, such as the number of rows.
    public static final long ANY = -1;

    /// The operators that ONNX Runtime has beside those of the standard.
    private static final String CONTRIBUTED = "com.microsoft";

    /// The standard's operators for trees and other classical models.
    private static final String CLASSICAL = "ai.onnx.ml";

    private static final String STANDARD = "";
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int CLASSICAL_OPSET = 3;

    private final ProtoMessage graph;
    private boolean hasContributed;
    private boolean hasClassical;

    /// An empty graph.
    public OnnxGraph(String name) {
        this.graph = new ProtoMessage().text(2, name);
    }

    /// Adds an input of 32-bit numbers.
    ///
    /// @param shape its dimensions, each of them a size or [#ANY]
    public OnnxGraph input(String name, long... shape) {
        return input(name, ElementType.FLOAT, shape);
    }

    /// Adds an input.
    public OnnxGraph input(String name, ElementType type, long... shape) {
        graph.message(11, value(name, type, shape));
        return this;
    }

    /// Adds an output of 32-bit numbers: what a node calls so.
    public OnnxGraph output(String name, long... shape) {
        return output(name, ElementType.FLOAT, shape);
    }

    /// Adds an output: what a node calls so.
    public OnnxGraph output(String name, ElementType type, long... shape) {
        graph.message(12, value(name, type, shape));
        return this;
    }

    /// Adds weights, row after row.
    public OnnxGraph tensor(String name, float[] values, long... shape) {
        ProtoMessage tensor = new ProtoMessage();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(
                5,
                tensor.number(2, ElementType.FLOAT.code()).text(8, name).bytes(9, ProtoMessage.littleEndian(values)));
        return this;
    }

    /// Adds a node with one output, which others know it by.
    ///
    /// @param inputs names of inputs, weights and outputs of other nodes; empty where an optional one is left out
    public OnnxGraph node(String operator, String output, String... inputs) {
        return node(operator, new Attributes(), output, inputs);
    }

    /// Adds a node with attributes.
    public OnnxGraph node(String operator, Attributes attributes, String output, String... inputs) {
        add(STANDARD, operator, attributes, output, inputs);
        return this;
    }

    /// Adds a node of an operator that only ONNX Runtime has.
    public OnnxGraph contributed(String operator, Attributes attributes, String output, String... inputs) {
        hasContributed = true;
        add(CONTRIBUTED, operator, attributes, output, inputs);
        return this;
    }

    /// Adds a node of an operator for trees and other classical models.
    public OnnxGraph classical(String operator, Attributes attributes, String output, String... inputs) {
        hasClassical = true;
        add(CLASSICAL, operator, attributes, output, inputs);
        return this;
    }

    private void add(String domain, String operator, Attributes attributes, String output, String... inputs) {
        ProtoMessage node = new ProtoMessage();
        for (String input : inputs) {
            node.text(1, input);
        }
        node.text(2, output).text(3, output).text(4, operator).text(7, domain);
        attributes.addTo(node);
        graph.message(1, node);
    }

    private static ProtoMessage value(String name, ElementType type, long... shape) {
        ProtoMessage dimensions = new ProtoMessage();
        for (long size : shape) {
            dimensions.message(
                    1, size == ANY ? new ProtoMessage().text(2, "rows") : new ProtoMessage().number(1, size));
        }
        ProtoMessage tensor = new ProtoMessage().number(1, type.code()).message(2, dimensions);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
    }

    /// The model, as a file holds it.
    ///
    /// @throws IllegalArgumentException when it has 2 GiB or more, which the format cannot hold
    public byte[] bytes() {
        ProtoMessage model =
                new ProtoMessage().number(1, IR_VERSION).message(7, graph).message(8, operators(STANDARD, OPSET));
        if (hasContributed) {
            model.message(8, operators(CONTRIBUTED, 1));
        }
        if (hasClassical) {
            model.message(8, operators(CLASSICAL, CLASSICAL_OPSET));
        }
        return model.bytes();
    }

    private static ProtoMessage operators(String domain, int version) {
        return new ProtoMessage().text(1, domain).number(2, version);
    }
}
