// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.kernels.Normalisation.Form;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NormalisationTest {
    private static final Kernels ORACLE = new ScalarKernels("oracle");
    private static final int[] WIDTHS = {1, 7, 8, 15, 16, 17, 33, 100};

    static Iterable<Kernels> kernels() {
        return Kernels.available();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void isWhatAHandComputedExampleSays(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix gain = Matrices.of(arena, new float[] {1, 2, 1, 1});
            FloatMatrix bias = Matrices.of(arena, new float[] {0, 0, 10, 0});
            FloatMatrix rms = Matrices.of(arena, new float[] {1, 5, 7, 5}, new float[] {0, 0, 0, 0});
            kernels.normalise(new Normalisation(Form.RMS, gain, bias, 1e-12f), rms, 0, 2);
            assertThat(Matrices.row(rms, 0)).containsExactly(new float[] {0.2f, 2, 11.4f, 1}, within(1e-6f));
            assertThat(Matrices.row(rms, 1)).containsExactly(0, 0, 10, 0);
            FloatMatrix layer = Matrices.of(arena, new float[] {-1, 1, 3, 5});
            kernels.normalise(new Normalisation(Form.LAYER, gain, bias, 1e-12f), layer, 0, 1);
            float one = (float) (1 / Math.sqrt(5));
            assertThat(Matrices.row(layer, 0))
                    .containsExactly(new float[] {-3 * one, -2 * one, 10 + one, 3 * one}, within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aGentleOneHoldsDownLargeRowsOnly(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix rows = Matrices.of(arena, new float[] {1, -1}, new float[] {0, 0.01f}, new float[] {1000, 0});
            kernels.normalise(Normalisation.gentle(arena, Form.RMS, 2, 16), rows, 0, 3);
            assertThat(Matrices.row(rows, 0)).containsExactly(new float[] {1, -1}, within(1e-6f));
            assertThat(Matrices.row(rows, 1)).containsExactly(new float[] {0, 0.010328f}, within(1e-6f));
            assertThat(Matrices.row(rows, 2)).containsExactly(new float[] {5.656f, 0}, within(1e-3f));
            assertThatThrownBy(() -> Normalisation.gentle(arena, Form.RMS, 2, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("above 1: 1.0");
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void hasTheBitsOfTheOracleAndLeavesOtherRowsAlone(Kernels kernels) {
        RandomGenerator random = Matrices.random(3);
        for (int width : WIDTHS) {
            for (Form form : Form.values()) {
                try (Arena arena = Arena.ofConfined()) {
                    Normalisation normalisation = new Normalisation(
                            form,
                            Matrices.random(arena, 1, width, random),
                            Matrices.random(arena, 1, width, random),
                            Normalisation.EPSILON);
                    FloatMatrix found = rows(arena, width, random);
                    FloatMatrix expected = copy(arena, found);
                    int[][] before = Matrices.bits(found, 0, 7);
                    kernels.normalise(normalisation, found, 1, 5);
                    ORACLE.normalise(normalisation, expected, 1, 5);
                    assertThat(Matrices.bits(found, 0, 7))
                            .as("%s of %d", form, width)
                            .isDeepEqualTo(Matrices.bits(expected, 0, 7));
                    assertThat(Matrices.bits(found, 0, 7)[0]).isEqualTo(before[0]);
                    assertThat(Matrices.bits(found, 0, 7)[6]).isEqualTo(before[6]);
                }
            }
        }
    }

    /// Ordinary rows, one of zeros, a huge one and one with a NaN.
    private static FloatMatrix rows(Arena arena, int width, RandomGenerator random) {
        FloatMatrix matrix = Matrices.random(arena, 7, width, random);
        for (int column = 0; column < width; column++) {
            matrix.set(2, column, 0f);
            matrix.set(3, column, matrix.get(3, column) * 1e20f);
        }
        matrix.set(4, width / 2, Float.NaN);
        return matrix;
    }

    private static FloatMatrix copy(Arena arena, FloatMatrix source) {
        FloatMatrix copy = FloatMatrix.allocate(arena, source.rows(), source.columns());
        for (int row = 0; row < source.rows(); row++) {
            copy.copyRowFrom(row, source, row);
        }
        return copy;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anyNetworksRowsComeOutAtOneScale(Kernels kernels) {
        RandomGenerator random = Matrices.random(4);
        try (Arena arena = Arena.ofConfined()) {
            FeedForward body = new FeedForward(List.of(
                    Matrices.randomLayer(arena, 6, 20, Activation.RELU, random),
                    Matrices.randomLayer(arena, 20, 9, Activation.IDENTITY, random)));
            Network network = new NormalisedNetwork(body, Normalisation.plain(arena, Form.RMS, 9));
            FloatMatrix in = Matrices.random(arena, 5, 6, random);
            FloatMatrix a = FloatMatrix.allocate(arena, 5, network.widestHidden());
            FloatMatrix out = FloatMatrix.allocate(arena, 7, 9);
            network.forward(kernels, in, 0, 5, a, FloatMatrix.allocate(arena, 5, 20), out, 2);
            for (int row = 2; row < 7; row++) {
                double squares = 0;
                for (float value : Matrices.row(out, row)) {
                    squares += value * value;
                }
                assertThat(squares / 9).isCloseTo(1, within(1e-4));
            }
            assertThat(network.multiplyAddsPerRow()).isEqualTo(6 * 20 + 20 * 9);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix gain = FloatMatrix.allocate(arena, 1, 3);
            FloatMatrix wide = FloatMatrix.allocate(arena, 1, 4);
            assertRefused(() -> new Normalisation(Form.RMS, gain, wide, 1e-5f), "columns of bias must be 3: 4");
            assertRefused(
                    () -> new Normalisation(Form.RMS, gain, gain, 0f), "epsilon must be positive and finite: 0.0");
            Normalisation normalisation = Normalisation.plain(arena, Form.LAYER, 5);
            assertRefused(() -> ORACLE.normalise(normalisation, wide, 0, 1), "columns must be at least 5: 4");
        }
    }

    private static void assertRefused(Runnable call, String why) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
