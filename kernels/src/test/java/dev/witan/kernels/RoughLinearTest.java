// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoughLinearTest {
    private final Kernels kernels = Kernels.available().getFirst();

    @Test
    void theBoundsHoldWhatTheLayerComputesAndEveryOutputCanBeHadExactly() {
        RandomGenerator random = Matrices.random(3);
        for (int round = 0; round < 120; round++) {
            try (Arena arena = Arena.ofConfined()) {
                int inner = 1 + random.nextInt(round % 20 == 0 ? 1500 : 70);
                int columns = 1 + random.nextInt(50);
                check(arena, layer(arena, inner, columns, random), random, "round " + round);
            }
        }
    }

    /// Columns of very different sizes, some of zeros, some that are all alike.
    private static Linear layer(Arena arena, int inner, int columns, RandomGenerator random) {
        FloatMatrix weights = Matrices.random(arena, inner, columns, random);
        for (int column = 0; column < columns; column++) {
            float size = (float) Math.pow(10, random.nextInt(-8, 9)) * random.nextInt(2);
            boolean isFlat = random.nextInt(4) == 0;
            for (int k = 0; k < inner; k++) {
                weights.set(k, column, (isFlat ? 1 : weights.get(k, column)) * size);
            }
        }
        return new Linear(
                PackedMatrix.pack(arena, weights), Matrices.random(arena, 1, columns, random), Activation.IDENTITY);
    }

    private void check(Arena arena, Linear layer, RandomGenerator random, String what) {
        int columns = layer.outputs();
        float[] added = Matrices.row(Matrices.random(arena, 1, columns, random), 0);
        RoughLinear rough = new RoughLinear(layer, added);
        RoughLinear.Workspace workspace = rough.workspace(arena);
        FloatMatrix in = Matrices.random(arena, 1, layer.inputs(), random);
        float size = (float) Math.pow(10, random.nextInt(-8, 9));
        for (int k = 0; k < layer.inputs(); k++) {
            in.set(0, k, in.get(0, k) * size);
        }
        FloatMatrix out = FloatMatrix.allocate(arena, 1, columns);
        kernels.linear(in, 0, 1, layer, out, 0);
        assertThat(rough.bound(in, 0, workspace)).as(what).isTrue();
        int[] all = IntStream.range(0, columns).toArray();
        float[] exact = new float[columns];
        rough.exact(workspace, all, 0, columns, exact);
        for (int column = 0; column < columns; column++) {
            float score = out.get(0, column) + added[column];
            assertThat(score).as(what).isGreaterThanOrEqualTo(workspace.bounds().get(0, column));
            assertThat(score).as(what).isLessThanOrEqualTo(workspace.bounds().get(1, column));
            assertThat(exact[column]).as(what).isEqualTo(out.get(0, column));
        }
    }

    @Test
    void theBoundsOfAnOrdinaryRowAreTight() {
        try (Arena arena = Arena.ofConfined()) {
            RandomGenerator random = Matrices.random(5);
            Linear layer = Matrices.randomLayer(arena, 64, 100, Activation.IDENTITY, random);
            RoughLinear rough = new RoughLinear(layer, new float[100]);
            RoughLinear.Workspace workspace = rough.workspace(arena);
            assertThat(rough.bound(Matrices.random(arena, 1, 64, random), 0, workspace))
                    .isTrue();
            for (int column = 0; column < 100; column++) {
                float width =
                        workspace.bounds().get(1, column) - workspace.bounds().get(0, column);
                assertThat(width).as("of outputs that are 8 on average").isBetween(0f, 3f);
            }
        }
    }

    @Test
    void rowsThatItCannotBoundAreRefused() {
        try (Arena arena = Arena.ofConfined()) {
            Linear layer = Matrices.randomLayer(arena, 2, 3, Activation.IDENTITY, Matrices.random(1));
            RoughLinear rough = new RoughLinear(layer, new float[3]);
            RoughLinear.Workspace workspace = rough.workspace(arena);
            for (float value : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY, 1e30f, 1e-30f}) {
                assertThat(rough.bound(Matrices.of(arena, new float[] {value, value}), 0, workspace))
                        .as("%s", value)
                        .isFalse();
            }
        }
    }

    @Test
    void refusesLayersThatItCannotBound() {
        try (Arena arena = Arena.ofConfined()) {
            Linear curved = Matrices.randomLayer(arena, 2, 3, Activation.RELU, Matrices.random(1));
            assertThatThrownBy(() -> new RoughLinear(curved, new float[3]))
                    .hasMessage("a rough layer must have no activation: RELU");
        }
    }
}
