// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import ai.onnxruntime.OrtException;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The same matrix product in our kernels and in ONNX Runtime, checked against each other.
final class Products implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final Kernels kernels;
    private final int rows;
    private final FloatMatrix in;
    private final Linear layer;
    private final FloatMatrix out;
    private final OnnxProduct onnx;
    private final double operations;

    Products(Kernels kernels, int rows, int inner, int columns) throws OrtException {
        this.kernels = kernels;
        this.rows = rows;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        float[] input = values(random, rows * inner);
        float[] weights = values(random, inner * columns);
        in = matrix(rows, inner, input);
        PackedMatrix packed = PackedMatrix.pack(arena, matrix(inner, columns, weights));
        layer = new Linear(packed, FloatMatrix.allocate(arena, 1, columns), Activation.IDENTITY);
        out = FloatMatrix.allocate(arena, rows, columns);
        onnx = new OnnxProduct(rows, inner, columns, input, weights);
        operations = 2.0 * rows * inner * columns;
        check();
    }

    private static float[] values(RandomGenerator random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    private FloatMatrix matrix(int rows, int columns, float[] values) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        for (int row = 0; row < rows; row++) {
            matrix.copyRowFrom(row, values, row * columns);
        }
        return matrix;
    }

    private void check() throws OrtException {
        runKernels();
        runOnnx();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < out.columns(); column++) {
                float ours = out.get(row, column);
                float theirs = onnx.output(row * out.columns() + column);
                if (!(Math.abs(ours - theirs) < 1e-3f)) {
                    throw new IllegalStateException(
                            "both products must agree at %d, %d: %s and %s".formatted(row, column, ours, theirs));
                }
            }
        }
    }

    /// The floating point operations of one product.
    double operations() {
        return operations;
    }

    void runKernels() {
        kernels.linear(in, 0, rows, layer, out, 0);
    }

    void runOnnx() throws OrtException {
        onnx.run();
    }

    @Override
    public void close() throws OrtException {
        onnx.close();
        arena.close();
    }
}
