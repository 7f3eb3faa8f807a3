// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A mixture `ads`, release 3, of two numeric columns (`age`, `bid`) and two categorical ones (`city`, `slot`), with
/// weights from a seed.
public final class HandMadeMixture {
    static final String NAME = "ads";
    static final int RELEASE = 3;
    private static final long SEED = 42;

    private HandMadeMixture() {}

    /// The mixture, with its weights in `arena`.
    public static Mixture in(Arena arena) {
        return in(arena, new BinaryHead(List.of("skip", "click")), List.of());
    }

    /// @param further experts beside the two that compute
    static Mixture in(Arena arena, Head head, List<Expert> further) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        TableEncoder encoder = new TableEncoder(List.of(
                new NumericEncoder("age", 40, 12, new double[] {20, 30, 40, 60}),
                new NumericEncoder("bid", 0.5, 0.25, new double[0]),
                new CategoricalEncoder("city", List.of("Berlin", "Paris", "Łódź"), 3, values(random, 15)),
                new CategoricalEncoder("slot", List.of("1", "2", "true"), 2, values(random, 10))));
        int width = encoder.dimensions();
        List<Expert> experts = new ArrayList<>(List.of(
                expert(arena, random, "cheap", width, 8, head.inputs()),
                expert(arena, random, "premium", width, 24, head.inputs())));
        experts.addAll(further);
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(new FeedForward(List.of(layer(arena, random, width, experts.size())))),
                Router.topK(new float[experts.size()], experts.size()),
                experts,
                new WeightedSum());
        return new Mixture(NAME, RELEASE, "sha256:feed", encoder, layer, head);
    }

    /// One more expert for it, with memory of its own.
    static Expert another(String id) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        return expert(Arena.ofAuto(), random, id, 12, 2, 1);
    }

    private static Expert expert(Arena arena, RandomGenerator random, String id, int inputs, int hidden, int outputs) {
        FeedForward network =
                new FeedForward(List.of(layer(arena, random, inputs, hidden), layer(arena, random, hidden, outputs)));
        return new FfnExpert(id, "sha256:" + id, network);
    }

    private static Linear layer(Arena arena, RandomGenerator random, int inputs, int outputs) {
        FloatMatrix weights = FloatMatrix.allocate(arena, inputs, outputs);
        for (int row = 0; row < inputs; row++) {
            weights.copyRowFrom(row, values(random, outputs), 0);
        }
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, outputs);
        bias.copyRowFrom(0, values(random, outputs), 0);
        return new Linear(PackedMatrix.pack(arena, weights), bias, Activation.SILU);
    }

    private static float[] values(RandomGenerator random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() / 2;
        }
        return values;
    }
}
