// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.witan.experts.onnx.graph.Attributes;
import dev.witan.experts.onnx.graph.OnnxGraph;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/// ONNX Runtime with the whole layer in its operator `com.microsoft.MoE`, input and output pinned. It takes logits,
/// as our layer does. Large weights are inputs, also pinned, since a model file must stay below 2 GiB: the operator
/// reads them as they are either way.
final class FusedLayer implements LayerEngine {
    private static final double FILE_BYTES_MAX = 64e6;
    private static final String OPERATOR = "MoE";
    private static final String IN = "fc1";
    private static final String DOWN = "fc2";

    private final Shape shape;
    private final Weights weights;
    private final OrtSession session;

    FusedLayer(Shape shape) throws OrtException {
        this.shape = shape;
        this.weights = new Weights(shape);
        this.session = Ort.session(model(), 1);
    }

    /// The same weights on another number of threads.
    FusedLayer(FusedLayer same, int threads) throws OrtException {
        this.shape = same.shape;
        this.weights = same.weights;
        this.session = Ort.session(model(), threads);
    }

    private boolean isInFile() {
        return shape.experts() * shape.bytes() < FILE_BYTES_MAX;
    }

    private byte[] model() {
        Attributes attributes = new Attributes()
                .number("k", shape.fanOut())
                .number("normalize_routing_weights", 1)
                .text("activation_type", shape.isGated() ? "swiglu" : "relu");
        if (shape.isGated()) {
            // Gate and up in turn, without the limit, the steepness and the shift that one family of models has.
            attributes
                    .number("swiglu_fusion", 1)
                    .real("swiglu_limit", Float.MAX_VALUE)
                    .real("activation_alpha", 1)
                    .real("activation_beta", 0);
        }
        OnnxGraph file = new OnnxGraph("layer")
                .input("rows", OnnxGraph.ANY, shape.width())
                .input("logits", OnnxGraph.ANY, shape.experts())
                .output("out", OnnxGraph.ANY, shape.width());
        if (isInFile()) {
            file.tensor(IN, values(weights.in), weights.inShape())
                    .tensor(DOWN, values(weights.down), weights.downShape());
        } else {
            file.input(IN, weights.inShape()).input(DOWN, weights.downShape());
        }
        if (shape.isGated()) {
            return file.contributed(OPERATOR, attributes, "out", "rows", "logits", IN, "", DOWN)
                    .bytes();
        }
        return file.tensor("fc1Bias", values(weights.inBias), shape.experts(), shape.hidden())
                .tensor("fc2Bias", values(weights.downBias), shape.experts(), shape.width())
                .contributed(OPERATOR, attributes, "out", "rows", "logits", IN, "fc1Bias", DOWN, "fc2Bias")
                .bytes();
    }

    private static float[] values(MemorySegment memory) {
        return memory.toArray(ValueLayout.JAVA_FLOAT);
    }

    @Override
    public String name() {
        return "ORT MoE";
    }

    @Override
    public Prepared prepare(Batch batch) throws OrtException {
        Arena arena = Arena.ofShared();
        MemorySegment rows = Ort.allocate(arena, (long) batch.rows() * shape.width());
        MemorySegment logits = Ort.allocate(arena, (long) batch.rows() * shape.experts());
        MemorySegment answers = Ort.allocate(arena, (long) batch.rows() * shape.width());
        rows.copyFrom(MemorySegment.ofArray(batch.values()));
        logits.copyFrom(MemorySegment.ofArray(batch.logits()));
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put("rows", Ort.tensor(rows, 0, batch.rows(), shape.width()));
        inputs.put("logits", Ort.tensor(logits, 0, batch.rows(), shape.experts()));
        if (!isInFile()) {
            inputs.put(IN, Ort.tensor(weights.in, 0, weights.inShape()));
            inputs.put(DOWN, Ort.tensor(weights.down, 0, weights.downShape()));
        }
        Map<String, OnnxTensor> outputs = Map.of("out", Ort.tensor(answers, 0, batch.rows(), shape.width()));
        return new Prepared() {
            @Override
            public void run() throws OrtException {
                session.run(inputs, outputs).close();
            }

            @Override
            public float output(int row, int column) {
                return answers.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * shape.width() + column);
            }

            @Override
            public void close() {
                inputs.values().forEach(OnnxTensor::close);
                outputs.values().forEach(OnnxTensor::close);
                arena.close();
            }
        };
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    /// The weights of all experts in the operator's order, one row per output; gate and up in turn.
    private static final class Weights {
        private final Shape shape;
        private final MemorySegment in;
        private final MemorySegment inBias;
        private final MemorySegment down;
        private final MemorySegment downBias;

        Weights(Shape shape) {
            Arena arena = Arena.ofAuto();
            long size = (long) shape.experts() * shape.width() * shape.hidden();
            this.shape = shape;
            this.in = Ort.allocate(arena, (shape.isGated() ? 2 : 1) * size);
            this.inBias = Ort.allocate(arena, (long) shape.experts() * shape.hidden());
            this.down = Ort.allocate(arena, size);
            this.downBias = Ort.allocate(arena, (long) shape.experts() * shape.width());
            for (int expert = 0; expert < shape.experts(); expert++) {
                ExpertWeights weights = new ExpertWeights(shape, expert);
                int step = shape.isGated() ? 2 : 1;
                long firstRow = (long) expert * step * shape.hidden();
                transpose(weights.in(), shape.hidden(), in, firstRow, step);
                transpose(weights.up(), shape.hidden(), in, firstRow + 1, step);
                transpose(weights.down(), shape.width(), down, (long) expert * shape.width(), 1);
                copy(weights.inBias(), inBias, expert);
                copy(weights.downBias(), downBias, expert);
            }
        }

        private static void transpose(float[] weights, int outputs, MemorySegment to, long firstRow, int step) {
            int inputs = weights.length / outputs;
            for (int output = 0; output < outputs; output++) {
                long at = (firstRow + (long) output * step) * inputs;
                for (int input = 0; input < inputs; input++) {
                    to.setAtIndex(ValueLayout.JAVA_FLOAT, at + input, weights[input * outputs + output]);
                }
            }
        }

        private static void copy(float[] bias, MemorySegment to, int expert) {
            long bytes = (long) bias.length * Float.BYTES;
            MemorySegment.copy(MemorySegment.ofArray(bias), 0, to, expert * bytes, bytes);
        }

        long[] inShape() {
            return new long[] {shape.experts(), (shape.isGated() ? 2L : 1L) * shape.hidden(), shape.width()};
        }

        long[] downShape() {
            return new long[] {shape.experts(), shape.width(), shape.hidden()};
        }
    }
}
