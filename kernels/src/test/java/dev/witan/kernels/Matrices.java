// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Matrices for tests.
final class Matrices {
    private Matrices() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static FloatMatrix random(Arena arena, int rows, int columns, RandomGenerator random) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        matrix.fill(Float.NaN); // what is in the padding must not matter
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                matrix.set(row, column, (float) random.nextGaussian());
            }
        }
        return matrix;
    }

    static FloatMatrix of(Arena arena, float[]... rows) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows.length, rows[0].length);
        for (int row = 0; row < rows.length; row++) {
            matrix.copyRowFrom(row, rows[row], 0);
        }
        return matrix;
    }

    static Linear randomLayer(Arena arena, int inner, int columns, Activation activation, RandomGenerator random) {
        return new Linear(
                PackedMatrix.pack(arena, random(arena, inner, columns, random)),
                random(arena, 1, columns, random),
                activation);
    }

    static float[] row(FloatMatrix matrix, int row) {
        float[] values = new float[matrix.columns()];
        matrix.copyRowTo(row, values, 0);
        return values;
    }

    /// The bits of some rows, every NaN the same.
    static int[][] bits(FloatMatrix matrix, int from, int count) {
        int[][] bits = new int[count][matrix.columns()];
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                bits[row][column] = Float.floatToIntBits(matrix.get(from + row, column));
            }
        }
        return bits;
    }
}
