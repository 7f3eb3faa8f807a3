// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatedFeedForwardTest {
    private static final Kernels ORACLE = new ScalarKernels("oracle");
    private static final int[] WIDTHS = {1, 15, 16, 17, 33, 80};
    private static final int ROWS_MAX = 13;

    static Iterable<Kernels> kernels() {
        return Kernels.available();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void isWhatAHandComputedExampleSays(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            Linear gate = layer(arena, Activation.RELU, new float[] {0, 1}, new float[] {1, -1}, new float[] {2, 0});
            Linear up = layer(arena, Activation.IDENTITY, new float[] {1, 0}, new float[] {3, 5}, new float[] {0, 1});
            Linear down = layer(arena, Activation.IDENTITY, new float[] {10}, new float[] {1}, new float[] {100});
            GatedFeedForward network = new GatedFeedForward(arena, gate, up, down);
            // x = (2, 3): gate = relu(0 + 2 + 6, 1 - 2) = (8, 0), up = (1 + 6, 0 + 10 + 3) = (7, 13).
            FloatMatrix out = forward(arena, network, kernels, Matrices.of(arena, new float[] {2, 3}), 0, 1);
            assertThat(Matrices.row(out, 0)).containsExactly(10 + 8 * 7 * 1 + 0 * 13 * 100);
        }
    }

    /// A layer of its bias and, per input, its weights.
    private static Linear layer(Arena arena, Activation activation, float[] bias, float[]... weights) {
        return new Linear(PackedMatrix.pack(arena, Matrices.of(arena, weights)), Matrices.of(arena, bias), activation);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void hasTheBitsOfTheOracleForEveryNumberOfRows(Kernels kernels) {
        RandomGenerator random = Matrices.random(7);
        for (int hidden : WIDTHS) {
            for (Activation activation : Activation.values()) {
                try (Arena arena = Arena.ofConfined()) {
                    GatedFeedForward network = network(arena, 9, hidden, 5, activation, random);
                    FloatMatrix in = Matrices.random(arena, ROWS_MAX, 9, random);
                    int[][] expected = Matrices.bits(forward(arena, network, ORACLE, in, 0, ROWS_MAX), 0, ROWS_MAX);
                    for (int rows = 1; rows <= ROWS_MAX; rows++) {
                        int from = ROWS_MAX - rows;
                        int[][] found = Matrices.bits(forward(arena, network, kernels, in, from, rows), 0, rows);
                        for (int row = 0; row < rows; row++) {
                            assertThat(found[row])
                                    .as("hidden %d, %s, row %d of %d", hidden, activation, row, rows)
                                    .isEqualTo(expected[from + row]);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void clampsBothHalvesAsAHandComputedExampleSays(Kernels kernels) {
        float[] gates = {-20, -3, 0, 0.5f, 6.9f, 7, 8, 40};
        float[] ups = {-40, -7, -1, 0, 0.25f, 6.5f, 7, 9};
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix matrix = FloatMatrix.allocate(arena, 1, FloatMatrix.LANES + 8);
            for (float up : ups) {
                for (int column = 0; column < gates.length; column++) {
                    matrix.set(0, column, gates[column]);
                    matrix.set(0, FloatMatrix.LANES + column, up);
                }
                kernels.clampedGate(matrix, 0, 1, gates.length);
                for (int column = 0; column < gates.length; column++) {
                    double g = Math.min(gates[column], 7);
                    double expected = g / (1 + Math.exp(-1.702 * g)) * (Math.max(Math.min(up, 7), -7) + 1);
                    assertThat((double) matrix.get(0, column))
                            .as("%s, %s", gates[column], up)
                            .isCloseTo(expected, within(1e-5));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void clampsWithTheBitsOfTheOracle(Kernels kernels) {
        float[] awkward = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 1e-40f, 7, -7, 3e38f};
        RandomGenerator random = Matrices.random(11);
        for (int width : WIDTHS) {
            try (Arena arena = Arena.ofConfined()) {
                int up = FloatMatrix.padded(width);
                FloatMatrix found = FloatMatrix.allocate(arena, ROWS_MAX, up + width);
                FloatMatrix expected = FloatMatrix.allocate(arena, ROWS_MAX, up + width);
                for (int row = 0; row < ROWS_MAX; row++) {
                    for (int column = 0; column < up + width; column++) {
                        boolean isAwkward = random.nextInt(5) == 0;
                        float value =
                                isAwkward ? awkward[random.nextInt(awkward.length)] : (float) random.nextGaussian() * 8;
                        found.set(row, column, value);
                        expected.set(row, column, value);
                    }
                }
                kernels.clampedGate(found, 0, ROWS_MAX, width);
                ORACLE.clampedGate(expected, 0, ROWS_MAX, width);
                for (int row = 0; row < ROWS_MAX; row++) {
                    for (int column = 0; column < width; column++) {
                        assertThat(Float.floatToIntBits(found.get(row, column)))
                                .as("width %d, row %d, column %d", width, row, column)
                                .isEqualTo(Float.floatToIntBits(expected.get(row, column)));
                    }
                }
            }
        }
    }

    @Test
    void isSwiGluOfItsParts() {
        RandomGenerator random = Matrices.random(8);
        try (Arena arena = Arena.ofConfined()) {
            Linear gate = Matrices.randomLayer(arena, 9, 17, Activation.SILU, random);
            Linear up = Matrices.randomLayer(arena, 9, 17, Activation.IDENTITY, random);
            Linear down = Matrices.randomLayer(arena, 17, 5, Activation.IDENTITY, random);
            GatedFeedForward network = new GatedFeedForward(arena, gate, up, down);
            FloatMatrix in = Matrices.random(arena, 1, 9, random);
            FloatMatrix out = forward(arena, network, ORACLE, in, 0, 1);
            for (int o = 0; o < 5; o++) {
                double sum = down.bias().get(0, o);
                for (int h = 0; h < 17; h++) {
                    double g = sum(gate, in, h);
                    sum += g
                            / (1 + Math.exp(-g))
                            * sum(up, in, h)
                            * down.weights().get(h, o);
                }
                assertThat((double) out.get(0, o)).isCloseTo(sum, within(1e-4));
            }
            assertThat(network.widestHidden()).isEqualTo(64);
            assertThat(network.multiplyAddsPerRow()).isEqualTo(2 * 9 * 17 + 17 * 5);
        }
    }

    private static double sum(Linear layer, FloatMatrix in, int column) {
        double sum = layer.bias().get(0, column);
        for (int k = 0; k < layer.inputs(); k++) {
            sum += (double) in.get(0, k) * layer.weights().get(k, column);
        }
        return sum;
    }

    @Test
    void givesBackTheLayersThatItWasMadeOf() {
        RandomGenerator random = Matrices.random(9);
        try (Arena arena = Arena.ofConfined()) {
            Linear gate = Matrices.randomLayer(arena, 6, 70, Activation.SILU, random);
            Linear up = Matrices.randomLayer(arena, 6, 70, Activation.IDENTITY, random);
            Linear down = Matrices.randomLayer(arena, 70, 3, Activation.IDENTITY, random);
            GatedFeedForward network = new GatedFeedForward(arena, gate, up, down);
            assertSame(network.gate(arena), gate);
            assertSame(network.up(arena), up);
            assertThat(network.down()).isSameAs(down);
            assertThat(network.activation()).isEqualTo(Activation.SILU);
        }
    }

    private static void assertSame(Linear found, Linear expected) {
        assertThat(found.activation()).isEqualTo(expected.activation());
        assertThat(Matrices.row(found.bias(), 0)).isEqualTo(Matrices.row(expected.bias(), 0));
        for (int column = 0; column < expected.outputs(); column++) {
            for (int k = 0; k < expected.inputs(); k++) {
                assertThat(found.weights().get(k, column))
                        .isEqualTo(expected.weights().get(k, column));
            }
        }
    }

    @Test
    void refusesLayersThatDoNotFit() {
        RandomGenerator random = Matrices.random(10);
        try (Arena arena = Arena.ofConfined()) {
            Linear gate = Matrices.randomLayer(arena, 4, 6, Activation.SILU, random);
            Linear up = Matrices.randomLayer(arena, 4, 6, Activation.IDENTITY, random);
            Linear down = Matrices.randomLayer(arena, 7, 2, Activation.IDENTITY, random);
            assertRefused(() -> new GatedFeedForward(arena, gate, up, down), "inputs of down must be 6: 7");
            assertRefused(
                    () -> new GatedFeedForward(
                            arena, gate, gate, Matrices.randomLayer(arena, 6, 2, Activation.IDENTITY, random)),
                    "up must have no activation: SILU");
            FloatMatrix narrow = FloatMatrix.allocate(arena, 1, 21);
            for (Kernels kernels : Kernels.available()) {
                assertRefused(() -> kernels.gate(Activation.SILU, narrow, 0, 1, 6), "columns must be at least 22: 21");
            }
        }
    }

    private static void assertRefused(Runnable call, String why) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    private static GatedFeedForward network(
            Arena arena, int inputs, int hidden, int outputs, Activation activation, RandomGenerator random) {
        return new GatedFeedForward(
                arena,
                Matrices.randomLayer(arena, inputs, hidden, activation, random),
                Matrices.randomLayer(arena, inputs, hidden, Activation.IDENTITY, random),
                Matrices.randomLayer(arena, hidden, outputs, Activation.IDENTITY, random));
    }

    private static FloatMatrix forward(
            Arena arena, Network network, Kernels kernels, FloatMatrix in, int from, int rows) {
        FloatMatrix a = FloatMatrix.allocate(arena, rows, network.widestHidden() + 3);
        a.fill(Float.NaN);
        FloatMatrix b = FloatMatrix.allocate(arena, rows, 1);
        FloatMatrix out = FloatMatrix.allocate(arena, rows, network.outputs());
        network.forward(kernels, in, from, rows, a, b, out, 0);
        return out;
    }
}
