// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.expert.Forest;
import dev.witan.engine.expert.Splits;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.GatedFeedForward;
import dev.witan.kernels.GatedFeedForward.Gating;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Network;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every form of expert and gate, in our kernels and in ONNX Runtime.
class GraphExportTest {
    private static final int INPUTS = 13;
    private static final int OUTPUTS = 5;

    private final Arena arena = Arena.ofConfined();
    private final Kernels kernels = Kernels.choose();
    private final SplittableRandom random = new SplittableRandom(4);

    @AfterEach
    void free() {
        arena.close();
    }

    private Linear layer(int inputs, int outputs, Activation activation) {
        FloatMatrix weights = matrix(inputs, outputs);
        return new Linear(PackedMatrix.pack(arena, weights), matrix(1, outputs), activation);
    }

    private FloatMatrix matrix(int rows, int columns) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                matrix.set(row, column, (float) random.nextGaussian());
            }
        }
        return matrix;
    }

    private FeedForward stack(Activation activation) {
        return new FeedForward(List.of(
                layer(INPUTS, 17, activation), layer(17, 9, activation), layer(9, OUTPUTS, Activation.IDENTITY)));
    }

    private GatedFeedForward gated(Activation activation, Gating gating) {
        return new GatedFeedForward(
                arena,
                layer(INPUTS, 18, activation),
                layer(INPUTS, 18, Activation.IDENTITY),
                layer(18, OUTPUTS, Activation.IDENTITY),
                gating);
    }

    private void assertSame(Network network) {
        GraphExport graph =
                GraphExport.of(kernels, new FfnExpert("a", "d", network)).orElseThrow();
        assertThat(graph.difference()).isBetween(0.0, 2e-6);
        assertThat(graph.bytes()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aStackOfLayers(Activation activation) {
        assertSame(stack(activation));
    }

    @ParameterizedTest
    @EnumSource
    void aGatedNetwork(Gating gating) {
        assertSame(gated(Activation.SILU, gating));
    }

    @ParameterizedTest
    @EnumSource
    void normalisedOutputs(Normalisation.Form form) {
        Normalisation normalisation = new Normalisation(form, matrix(1, OUTPUTS), matrix(1, OUTPUTS), 1e-3f);
        assertSame(new NormalisedNetwork(stack(Activation.GELU), normalisation));
    }

    @Test
    void gatesOfOneNetwork() {
        FeedForward network = stack(Activation.RELU);
        assertThat(GraphExport.of(kernels, new NetworkGate(network))).containsOnlyKeys("gate");
        assertThat(GraphExport.of(kernels, new TwoPrecisionGate(network, new float[OUTPUTS])))
                .containsOnlyKeys("gate");
        assertThat(GraphExport.of(
                        kernels, new TaskGate(List.of(network, stack(Activation.SILU)), new int[] {-1, 0, 1, -1, -1})))
                .containsOnlyKeys("gate-task-0", "gate-task-1");
    }

    @Test
    void aGateOverGroupsOfUnequalSize() {
        HierarchicalGate gate = new HierarchicalGate(
                layer(INPUTS, 3, Activation.IDENTITY),
                List.of(
                        layer(INPUTS, 2, Activation.IDENTITY),
                        layer(INPUTS, 4, Activation.IDENTITY),
                        layer(INPUTS, 1, Activation.IDENTITY)),
                1);
        assertThat(GraphExport.of(kernels, gate).get("gate").difference()).isBetween(0.0, 2e-6);
    }

    /// Three trees for two outputs: one of a leaf alone, and one that is deeper on one side.
    @Test
    void trees() {
        Splits splits = new Splits(
                new int[] {2, 0, 2, 1}, new float[] {0.5f, -0.25f, 1.5f, 0}, new int[] {~0, ~1, ~2, ~4}, new int[] {
                    1, 2, ~3, ~5
                });
        float[] leaves = {1, -2, 4, -8, 16, -32, 0.5f};
        Forest forest =
                new Forest(3, new float[] {0.25f, -3}, new int[] {0, 0, 1}, new int[] {0, ~6, 3}, splits, leaves);
        GraphExport graph =
                GraphExport.of(kernels, new TreesExpert("t", "d", forest)).orElseThrow();
        assertThat(graph.difference()).isBetween(0.0, 1e-6);
    }

    @Test
    void treesThatAreNone() {
        Forest forest = new Forest(
                3,
                new float[] {0.25f, -3},
                new int[0],
                new int[0],
                new Splits(new int[0], new float[0], new int[0], new int[0]),
                new float[0]);
        assertThat(GraphExport.of(kernels, new TreesExpert("t", "d", forest))
                        .orElseThrow()
                        .difference())
                .isZero();
    }

    @Test
    void seesAGraphOfSomethingElse() {
        BiFunction<Network, Network, Double> difference =
                (ours, exported) -> Comparison.of(kernels, ours).difference(NetworkExport.bytes("other", exported));
        FeedForward network = stack(Activation.GELU);
        assertThat(difference.apply(network, network)).isLessThan(2e-6);
        assertThat(difference.apply(network, stack(Activation.GELU))).isGreaterThan(0.01);
        assertThat(difference.apply(gated(Activation.SILU, Gating.CLAMPED), gated(Activation.SILU, Gating.PRODUCT)))
                .isGreaterThan(0.01);
    }
}
