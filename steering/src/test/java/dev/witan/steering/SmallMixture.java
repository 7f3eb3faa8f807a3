// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Execution;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.overlay.Permission;
import dev.witan.engine.overlay.Permissions;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.Router;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;

/// A mixture `ads` of one column and the experts `cheap`, `standard` and `premium`, of which the last one serves
/// tenant acme only. Each row goes to one expert: premium for whom it serves, else standard.
final class SmallMixture {
    static final List<String> EXPERTS = List.of("cheap", "standard", "premium");

    private SmallMixture() {}

    static Engine engine(Arena arena, int fallback) {
        return new Engine(in(arena, EXPERTS, fallback), Limits.defaults(), EngineObserver.NONE, NanoClock.system());
    }

    static Mixture in(Arena arena, List<String> ids, int fallback) {
        TableEncoder encoder = new TableEncoder(List.of(new NumericEncoder("x", 0, 1, new double[0])));
        List<Expert> experts = ids.stream().map(id -> expert(arena, id)).toList();
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(network(arena, new float[][] {{0, 0, 0}, {1, 2, 3}})),
                Router.topK(new float[ids.size()], 1),
                experts,
                new CombineRule(new WeightedSum(), 1, CombineRule.PATIENCE_MAX, fallback));
        Permissions permissions = Permissions.of(
                List.of(Permission.UNTAGGED, Permission.UNTAGGED, new Permission(Set.of("acme"), Set.of())));
        return new Mixture(
                "ads", 7, "sha256:0", encoder, layer, new RegressionHead(0, 1), permissions, Execution.DEFAULTS);
    }

    static InferenceRequest request() {
        return new InferenceRequest(List.of(new Column.Numbers("x", new double[] {1})));
    }

    private static Expert expert(Arena arena, String id) {
        return new FfnExpert(id, "sha256:" + id, network(arena, new float[][] {{0}, {1}}));
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
