// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.Random;

/// Layers for the tests of gates.
final class Networks {
    private Networks() {}

    /// @param weights per input the weights to every output
    static Linear linear(Arena arena, float[][] weights) {
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, weights[0].length);
        return new Linear(PackedMatrix.pack(arena, matrix(arena, weights)), bias, Activation.IDENTITY);
    }

    static Linear random(Arena arena, Random random, int inputs, int outputs, Activation activation) {
        FloatMatrix weights = FloatMatrix.allocate(arena, inputs, outputs);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, outputs);
        for (int output = 0; output < outputs; output++) {
            bias.set(0, output, (float) random.nextGaussian() / 4);
            for (int input = 0; input < inputs; input++) {
                weights.set(input, output, (float) random.nextGaussian());
            }
        }
        return new Linear(PackedMatrix.pack(arena, weights), bias, activation);
    }

    static FloatMatrix matrix(Arena arena, float[][] values) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, values.length, values[0].length);
        for (int row = 0; row < values.length; row++) {
            matrix.copyRowFrom(row, values[row], 0);
        }
        return matrix;
    }

    static float[][] rows(Random random, int rows, int columns) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return values;
    }
}
