// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PrimingTest {
    @Test
    void primedKernelsAllocateNothing() {
        Kernels kernels = KernelChoice.choose("");
        kernels.prime();
        assertThat(kernels.name())
                .as(kernels.reason())
                .isEqualTo(KernelChoice.choose("").name());
        RandomGenerator random = Matrices.random(1);
        try (Arena arena = Arena.ofShared()) {
            FeedForward network = new FeedForward(List.of(
                    Matrices.randomLayer(arena, 64, 128, Activation.GELU, random),
                    Matrices.randomLayer(arena, 128, 40, Activation.SILU, random),
                    Matrices.randomLayer(arena, 40, 5, Activation.IDENTITY, random)));
            Network gated = new NormalisedNetwork(
                    new GatedFeedForward(
                            arena,
                            Matrices.randomLayer(arena, 64, 60, Activation.SILU, random),
                            Matrices.randomLayer(arena, 64, 60, Activation.IDENTITY, random),
                            Matrices.randomLayer(arena, 60, 5, Activation.IDENTITY, random)),
                    Normalisation.plain(arena, Normalisation.Form.LAYER, 5));
            FloatMatrix in = Matrices.random(arena, 13, 64, random);
            FloatMatrix a = FloatMatrix.allocate(arena, 13, 128);
            FloatMatrix b = FloatMatrix.allocate(arena, 13, 128);
            FloatMatrix out = FloatMatrix.allocate(arena, 13, 5);
            int[] best = new int[2];
            Runnable step = () -> {
                for (int rows = 1; rows <= 13; rows++) {
                    network.forward(kernels, in, 0, rows, a, b, out, 0);
                    gated.forward(kernels, in, 0, rows, a, b, out, 0);
                    kernels.softmax(out, 0, rows);
                    kernels.topK(out, 0, 2, best, 0);
                    kernels.addScaled(out, 0, 0.5f, out, 1);
                }
            };
            assertThat(leastAllocated(step)).isZero();
        }
    }

    /// The least of many times: the test's own code is not primed, and only what stays counts.
    private static long leastAllocated(Runnable step) {
        AllocationMeter meter = new AllocationMeter();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long before = meter.bytes();
            step.run();
            least = Math.min(least, meter.bytes() - before);
        }
        return least;
    }

    @Test
    void choiceFollowsThePropertyAndSaysWhy() {
        assertThat(KernelChoice.choose("scalar").name()).isEqualTo("scalar");
        assertThat(KernelChoice.choose("").name())
                .isEqualTo(Kernels.available().getLast().name());
        assertThat(Kernels.available())
                .allSatisfy(kernels -> assertThat(kernels.reason()).isNotBlank());
        assertThatThrownBy(() -> KernelChoice.choose("vector1024"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("witan.kernels must be one of [scalar")
                .hasMessageEndingWith(": vector1024");
    }
}
