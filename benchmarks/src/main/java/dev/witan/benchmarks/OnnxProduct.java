// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.witan.experts.onnx.graph.OnnxGraph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/// A matrix product in ONNX Runtime on one thread, the caller's, with constant weights and with input and output
/// pinned.
final class OnnxProduct implements AutoCloseable {
    private static final String IN = "in";
    private static final String OUT = "out";

    private final OrtSession session;
    private final FloatBuffer values;
    private final OnnxTensor in;
    private final OnnxTensor out;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    OnnxProduct(int rows, int inner, int columns, float[] input, float[] weights) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(product(rows, inner, columns, weights), options);
        }
        in = OnnxTensor.createTensor(
                environment, buffer(rows * inner).put(input).flip(), new long[] {rows, inner});
        values = buffer(rows * columns);
        out = OnnxTensor.createTensor(environment, values, new long[] {rows, columns});
        inputs = Map.of(IN, in);
        outputs = Map.of(OUT, out);
    }

    private static byte[] product(int rows, int inner, int columns, float[] weights) {
        return new OnnxGraph("product")
                .input(IN, rows, inner)
                .output(OUT, rows, columns)
                .tensor("weights", weights, inner, columns)
                .node("MatMul", OUT, IN, "weights")
                .bytes();
    }

    private static FloatBuffer buffer(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    void run() throws OrtException {
        session.run(inputs, outputs).close();
    }

    float output(int index) {
        return values.get(index);
    }

    @Override
    public void close() throws OrtException {
        out.close();
        in.close();
        session.close();
    }
}
