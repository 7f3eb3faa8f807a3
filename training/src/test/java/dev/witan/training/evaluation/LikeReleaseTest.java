// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.expert.Forest;
import dev.witan.engine.expert.Splits;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.training.ExpertShape;
import dev.witan.training.TrainingOptions;
import dev.witan.training.balance.Balance;
import dev.witan.training.data.TargetKind;
import dev.witan.training.step.ExpertRole;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LikeReleaseTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private FeedForward network(Activation activation, int... widths) {
        List<Linear> layers = new ArrayList<>();
        for (int i = 1; i < widths.length; i++) {
            layers.add(new Linear(
                    PackedMatrix.allocate(arena, widths[i - 1], widths[i]),
                    FloatMatrix.allocate(arena, 1, widths[i]),
                    i == widths.length - 1 ? Activation.IDENTITY : activation));
        }
        return new FeedForward(layers);
    }

    private Expert network(String id, Activation activation, int... widths) {
        return new FfnExpert(id, "digest", network(activation, widths));
    }

    /// Two trees, the second of two splits and so of three leaves.
    private static Expert trees(String id) {
        Splits splits =
                new Splits(new int[] {0, 1, 0}, new float[] {0, 1, 2}, new int[] {~0, ~2, ~3}, new int[] {~1, 2, ~4});
        return new TreesExpert(
                id, "digest", new Forest(2, new float[1], new int[] {0, 0}, new int[] {0, 1}, splits, new float[5]));
    }

    private Mixture mixture(Head head, Expert... experts) {
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(network(Activation.RELU, 2, 5, 3)),
                Router.builder(3).fanOut(2).shared(1).build(),
                List.of(experts),
                new WeightedSum());
        return new Mixture(
                "made",
                1,
                "digest",
                new TableEncoder(List.of(new NumericEncoder("x", 0, 1, new double[0]))),
                layer,
                head);
    }

    @Test
    void treesAndNetworksAreOfTheShapeThatTheReleaseHas() {
        LikeRelease like = new LikeRelease(
                mixture(
                        new RegressionHead(0, 1),
                        network("deep", Activation.RELU, 2, 4, 3, 1),
                        trees("wood"),
                        network("flat", Activation.GELU, 2, 1),
                        network("always", Activation.GELU, 2, 7, 1)),
                "price",
                TargetKind.REGRESSION);
        TrainingOptions options = like.options().build();
        assertThat(options.shapes())
                .element(0)
                .isEqualTo(new ExpertShape.Network("deep", List.of(4, 3), Activation.RELU, ExpertRole.CHOSEN));
        ExpertShape.Trees wood = (ExpertShape.Trees) options.shapes().get(1);
        assertThat(wood.id()).isEqualTo("wood");
        assertThat(wood.growth().leaves()).isEqualTo(3);
        assertThat(options.shapes())
                .last()
                .isEqualTo(new ExpertShape.Network("always", List.of(7), Activation.GELU, ExpertRole.SHARED));
        assertThat(options.gate().hidden()).isEqualTo(5);
        assertThat(options.fanOut()).isEqualTo(2);
        assertThat(options.balance().way()).isEqualTo(Balance.NONE);
        assertThat(like.notes()).hasSize(2).last().asString().startsWith("Trees are grown anew");
    }

    @Test
    void quantilesHaveTheLevelsOfTheRelease() {
        LikeRelease like = new LikeRelease(
                mixture(
                        new QuantileHead(List.of(0.2, 0.9), 0, 1),
                        network("a", Activation.GELU, 2, 2),
                        network("b", Activation.GELU, 2, 2),
                        network("c", Activation.GELU, 2, 2),
                        network("d", Activation.GELU, 2, 2)),
                "price",
                TargetKind.QUANTILE);
        assertThat(like.options().build().tasks().quantiles()).containsExactly(0.2, 0.9);
        assertThat(like.notes()).hasSize(1);
    }
}
