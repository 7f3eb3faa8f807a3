// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.List;

/// A mixture of one numeric column and two experts, made by hand.
final class SmallMixture {
    private SmallMixture() {}

    static Mixture in(Arena arena) {
        TableEncoder encoder = new TableEncoder(List.of(new NumericEncoder("x", 0, 1, new double[0])));
        List<Expert> experts = List.of(expert(arena, "left", 2f), expert(arena, "right", 3f));
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(network(arena, new float[][] {{0, 0}, {-1, 1}})),
                Router.topK(new float[2], 1),
                experts,
                new WeightedSum());
        return new Mixture("small", 7, "sha256:0", encoder, layer, new RegressionHead(0, 1));
    }

    private static Expert expert(Arena arena, String id, float slope) {
        return new FfnExpert(id, "sha256:" + id, network(arena, new float[][] {{0}, {slope}}));
    }

    private static FeedForward network(Arena arena, float[][] weights) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, weights.length, weights[0].length);
        for (int row = 0; row < weights.length; row++) {
            matrix.copyRowFrom(row, weights[row], 0);
        }
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, weights[0].length);
        return new FeedForward(List.of(new Linear(PackedMatrix.pack(arena, matrix), bias, Activation.IDENTITY)));
    }
}
