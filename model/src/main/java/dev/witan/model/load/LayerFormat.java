// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;
import java.lang.foreign.Arena;

/// One linear layer as tensors: a weight with a row per output, and a bias. Numbers that are read live as long as the
/// arena.
///
/// @param source appears in messages
record LayerFormat(String source, SafetensorsFile file, Arena arena) {
    /// The same file, read into other memory.
    LayerFormat in(Arena other) {
        return new LayerFormat(source, file, other);
    }

    Linear layer(String name, int inputs, int outputs, Activation activation) {
        Tensor weight = tensor(NetworkFormat.weight(name), outputs, inputs);
        PackedMatrix packed = PackedMatrix.allocate(arena, inputs, outputs);
        try (Arena scratch = Arena.ofConfined()) {
            packed.packTransposedFrom(matrix(scratch, weight, outputs, inputs));
        }
        return new Linear(packed, row(NetworkFormat.bias(name), outputs), activation);
    }

    FloatMatrix row(String name, int columns) {
        return matrix(arena, tensor(name, columns), 1, columns);
    }

    private Tensor tensor(String name, long... shape) {
        return NetworkFormat.finite(source, file.tensor(name, TensorType.F32, shape));
    }

    private static FloatMatrix matrix(Arena arena, Tensor tensor, int rows, int columns) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            tensor.copyTo((long) i * columns, row, 0, columns);
            matrix.copyRowFrom(i, row, 0);
        }
        return matrix;
    }

    static float[] unpack(PackedMatrix weights) {
        float[] values = new float[Math.multiplyExact(weights.inner(), weights.columns())];
        int at = 0;
        for (int column = 0; column < weights.columns(); column++) {
            for (int k = 0; k < weights.inner(); k++) {
                values[at++] = weights.get(k, column);
            }
        }
        return values;
    }
}
