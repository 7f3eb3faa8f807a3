// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseTest {
    private static final int[] COLUMNS = {1, 15, 16, 17, 33, 64, 100};
    private static final Kernels ORACLE = new ScalarKernels("oracle");

    static Iterable<Kernels> kernels() {
        return Kernels.available();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void activationsAndGradientsHaveTheBitsOfTheOracle(Kernels kernels) {
        RandomGenerator random = Matrices.random(1);
        for (int columns : COLUMNS) {
            for (Activation activation : Activation.values()) {
                try (Arena arena = Arena.ofConfined()) {
                    FloatMatrix in = awkward(arena, columns, random);
                    assertThat(Matrices.bits(activated(arena, kernels, activation, in), 0, 6))
                            .isDeepEqualTo(Matrices.bits(activated(arena, ORACLE, activation, in), 0, 6));
                    assertThat(gradients(arena, kernels, activation, in))
                            .isDeepEqualTo(gradients(arena, ORACLE, activation, in));
                }
            }
        }
    }

    private static FloatMatrix awkward(Arena arena, int columns, RandomGenerator random) {
        float[] special = {0f, -0f, 1e-40f, -1e-40f, 88f, -88f, 104f, -104f, 1e30f, -1e30f, Float.NaN, 3e38f};
        FloatMatrix matrix = Matrices.random(arena, 5, columns, random);
        for (int row = 0; row < 5; row++) {
            for (int column = 0; column < columns; column++) {
                float value = row == 0 ? special[column % special.length] : matrix.get(row, column) * row * row * 2;
                matrix.set(row, column, value);
            }
        }
        return matrix;
    }

    private static FloatMatrix activated(Arena arena, Kernels kernels, Activation activation, FloatMatrix in) {
        FloatMatrix out = FloatMatrix.allocate(arena, 6, in.columns());
        kernels.activate(activation, in, 0, 5, out, 1);
        return out;
    }

    private static int[][] gradients(Arena arena, Kernels kernels, Activation activation, FloatMatrix in) {
        FloatMatrix gradient = FloatMatrix.allocate(arena, 5, in.columns());
        gradient.fill(0.7f);
        kernels.activationGradient(activation, in, gradient, 0, 4);
        return Matrices.bits(gradient, 0, 5);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void activationsAreWhatTheirFormulasSay(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix in = Matrices.of(arena, new float[] {-3, -1, -0.1f, 0, 0.1f, 1, 3, Float.NaN});
            for (Activation activation : Activation.values()) {
                float[] out = Matrices.row(activated(arena, kernels, activation, rowsOf(arena, in)), 1);
                for (int column = 0; column < 7; column++) {
                    assertThat((double) out[column])
                            .as("%s(%s)", activation, in.get(0, column))
                            .isCloseTo(exact(activation, in.get(0, column)), within(3e-7));
                }
                assertThat(out[7]).isNaN();
            }
        }
    }

    private static FloatMatrix rowsOf(Arena arena, FloatMatrix row) {
        FloatMatrix rows = FloatMatrix.allocate(arena, 5, row.columns());
        rows.copyRowFrom(0, row, 0);
        return rows;
    }

    private static double exact(Activation activation, double x) {
        return switch (activation) {
            case IDENTITY -> x;
            case RELU -> Math.max(x, 0);
            case GELU -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case SILU -> x / (1 + Math.exp(-x));
        };
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void gradientsAreFiniteDifferences(Kernels kernels) {
        double step = 1e-5;
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix in = Matrices.of(arena, new float[] {-9, -3, -1.5f, -0.4f, 0.3f, 0.9f, 2.5f, 9});
            for (Activation activation : Activation.values()) {
                FloatMatrix gradient = FloatMatrix.allocate(arena, 1, 8);
                gradient.fill(2f);
                kernels.activationGradient(activation, in, gradient, 0, 1);
                for (int column = 0; column < 8; column++) {
                    double x = in.get(0, column);
                    double slope = (exact(activation, x + step) - exact(activation, x - step)) / (2 * step);
                    assertThat((double) gradient.get(0, column))
                            .as("%s'(%s)", activation, x)
                            .isCloseTo(2 * slope, within(2e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void exponentialsHaveTheBitsOfTheOracleOverASweep(Kernels kernels) {
        // Softmax with a zero among negative numbers shows the exponentials before the division by their sum.
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix a = FloatMatrix.allocate(arena, 1, 4096);
            FloatMatrix b = FloatMatrix.allocate(arena, 1, 4096);
            for (int i = 0; i < 100; i++) {
                for (int column = 0; column < 4096; column++) {
                    a.set(0, column, -(i * 4096 + column) * 0.0003f);
                }
                b.copyRowFrom(0, a, 0);
                kernels.softmax(a, 0, 1);
                ORACLE.softmax(b, 0, 1);
                assertThat(Matrices.row(a, 0)).isEqualTo(Matrices.row(b, 0));
            }
        }
        for (float x = -110f; x < 95f; x += 0.01f) {
            assertThat(kernels.exp(x)).isEqualTo(ORACLE.exp(x));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void softmaxOfAHandMadeExample(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            float log2 = (float) Math.log(2);
            FloatMatrix m = Matrices.of(
                    arena,
                    new float[] {9, 9, 9, 9},
                    new float[] {0, log2, 2 * log2, 0},
                    new float[] {1000, 1000, Float.NEGATIVE_INFINITY, -1000},
                    new float[] {1, Float.NaN, 2, 3});
            kernels.softmax(m, 1, 3);
            assertThat(Matrices.row(m, 0)).containsExactly(9, 9, 9, 9);
            assertThat(Matrices.row(m, 1)).containsExactly(new float[] {0.125f, 0.25f, 0.5f, 0.125f}, within(1e-7f));
            assertThat(Matrices.row(m, 2)).containsExactly(0.5f, 0.5f, 0, 0);
            assertThat(Matrices.row(m, 3)).containsOnly(Float.NaN);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void addScaledHasTheBitsOfTheOracle(Kernels kernels) {
        for (int columns : COLUMNS) {
            RandomGenerator random = Matrices.random(columns);
            try (Arena arena = Arena.ofConfined()) {
                FloatMatrix in = Matrices.random(arena, 2, columns, random);
                FloatMatrix out = Matrices.random(arena, 3, columns, random);
                FloatMatrix expected = FloatMatrix.allocate(arena, 3, columns);
                for (int row = 0; row < 3; row++) {
                    expected.copyRowFrom(row, out, row);
                }
                kernels.addScaled(in, 1, 0.3f, out, 2);
                ORACLE.addScaled(in, 1, 0.3f, expected, 2);
                assertThat(Matrices.bits(out, 0, 3)).isDeepEqualTo(Matrices.bits(expected, 0, 3));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void weightedSumHasTheBitsOfRowsThatAreAddedOneByOne(Kernels kernels) {
        for (int columns : COLUMNS) {
            RandomGenerator random = Matrices.random(columns);
            try (Arena arena = Arena.ofConfined()) {
                FloatMatrix in = Matrices.random(arena, 4, columns, random);
                FloatMatrix out = Matrices.random(arena, 3, columns, random);
                FloatMatrix expected = FloatMatrix.allocate(arena, 3, columns);
                for (int row = 0; row < 3; row++) {
                    expected.copyRowFrom(row, out, row);
                }
                expected.clear(1);
                ORACLE.addScaled(in, 3, 0.7f, expected, 1);
                ORACLE.addScaled(in, 0, -0.2f, expected, 1);
                kernels.weightedSum(in, new int[] {3, 0, -1}, new float[] {0.7f, -0.2f, 9}, 2, out, 1);
                assertThat(Matrices.bits(out, 0, 3)).isDeepEqualTo(Matrices.bits(expected, 0, 3));
                kernels.weightedSum(in, new int[0], new float[0], 0, out, 1);
                assertThat(Matrices.row(out, 1)).containsOnly(0f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void refuseShapesThatDoNotFit(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix a = FloatMatrix.allocate(arena, 2, 3);
            FloatMatrix b = FloatMatrix.allocate(arena, 2, 4);
            assertRefused(() -> kernels.activate(Activation.RELU, a, 0, 1, b, 0), "out columns must be 3: 4");
            assertRefused(
                    () -> kernels.activate(Activation.RELU, a, 0, 3, a, 0),
                    "in rows must be within 0 and 2: 3 rows from 0");
            assertRefused(
                    () -> kernels.activationGradient(Activation.RELU, a, b, 0, 1), "gradient columns must be 3: 4");
            assertRefused(() -> kernels.softmax(a, 2, 1), "rows must be within 0 and 2: 1 rows from 2");
            assertRefused(() -> kernels.addScaled(a, 0, 1f, b, 0), "out columns must be 3: 4");
            int[] rows = {0, 2};
            float[] weights = {1, 1};
            FloatMatrix c = FloatMatrix.allocate(arena, 2, 3);
            assertRefused(() -> kernels.weightedSum(a, rows, weights, 1, b, 0), "out columns must be 3: 4");
            assertRefused(
                    () -> kernels.weightedSum(a, rows, weights, 1, a, 1), "in and out must be different matrices");
            assertRefused(() -> kernels.weightedSum(a, rows, weights, 3, c, 0), "count must be within 0 and 2: 3");
            assertRefused(
                    () -> kernels.weightedSum(a, rows, weights, 2, c, 0),
                    "in rows must be within 0 and 2: 1 rows from 2");
        }
    }

    private static void assertRefused(Runnable call, String why) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
