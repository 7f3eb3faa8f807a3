// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FeedForwardTest {
    private static final int ROWS = 9;

    @Test
    void runsItsLayersInOrder() {
        RandomGenerator random = Matrices.random(1);
        for (Kernels kernels : Kernels.available()) {
            try (Arena arena = Arena.ofConfined()) {
                Linear first = Matrices.randomLayer(arena, 10, 70, Activation.RELU, random);
                Linear second = Matrices.randomLayer(arena, 70, 20, Activation.SILU, random);
                Linear third = Matrices.randomLayer(arena, 20, 3, Activation.IDENTITY, random);
                FloatMatrix in = Matrices.random(arena, ROWS + 1, 10, random);
                FloatMatrix afterFirst = FloatMatrix.allocate(arena, ROWS, 70);
                FloatMatrix afterSecond = FloatMatrix.allocate(arena, ROWS, 20);
                FloatMatrix expected = FloatMatrix.allocate(arena, ROWS, 3);
                kernels.linear(in, 1, ROWS, first, afterFirst, 0);
                kernels.linear(afterFirst, 0, ROWS, second, afterSecond, 0);
                kernels.linear(afterSecond, 0, ROWS, third, expected, 0);

                FeedForward network = new FeedForward(List.of(first, second, third));
                FloatMatrix out = FloatMatrix.allocate(arena, ROWS + 2, 3);
                forward(network, kernels, arena, in, 1, out, 2);

                assertThat(network.widestHidden()).isEqualTo(70);
                assertThat(Matrices.bits(out, 2, ROWS)).isDeepEqualTo(Matrices.bits(expected, 0, ROWS));
            }
        }
    }

    private static void forward(
            FeedForward network, Kernels kernels, Arena arena, FloatMatrix in, int inRow, FloatMatrix out, int outRow) {
        FloatMatrix a = FloatMatrix.allocate(arena, ROWS, network.widestHidden());
        FloatMatrix b = FloatMatrix.allocate(arena, ROWS, network.widestHidden());
        network.forward(kernels, in, inRow, ROWS, a, b, out, outRow);
    }

    @Test
    void refusesLayersThatDoNotFit() {
        RandomGenerator random = Matrices.random(2);
        try (Arena arena = Arena.ofConfined()) {
            Linear first = Matrices.randomLayer(arena, 10, 7, Activation.RELU, random);
            Linear second = Matrices.randomLayer(arena, 8, 2, Activation.RELU, random);
            assertThatThrownBy(() -> new FeedForward(List.of(first, second)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("inputs of layer 1 must be 7: 8");
            assertThatThrownBy(() -> new FeedForward(List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("number of layers must be positive: 0");
        }
    }
}
