// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.combine.BestOf;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.Combiner;
import dev.witan.engine.combine.Concatenation;
import dev.witan.engine.combine.LogitSum;
import dev.witan.engine.combine.MajorityVote;
import dev.witan.engine.combine.ProbabilityMixture;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.engine.overlay.Permissions;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.response.VectorHead;
import dev.witan.engine.routing.GatingForm;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RouterBuilder;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The first promise again, for every way to choose experts, every gate and every way to combine.
class RoutedInvarianceTest {
    private static final int ROWS = 240;
    private static final int INPUTS = 7;
    private static final int EXPERTS = 12;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    /// Every form of routing, each with the gate that it goes with.
    enum Way {
        SOFTMAX_TOP_K,
        UNNORMALISED,
        SIGMOID,
        TOP_P,
        GROUPS,
        SOFT,
        SHARED,
        HIERARCHICAL,
        EXACT8;

        RouterBuilder router() {
            RouterBuilder builder = Router.builder(this == SHARED ? EXPERTS - 1 : EXPERTS);
            return switch (this) {
                case SOFTMAX_TOP_K -> builder.fanOut(3).form(GatingForm.SOFTMAX_TOP_K);
                case UNNORMALISED ->
                    builder.fanOut(3).form(GatingForm.SOFTMAX_TOP_K).unnormalised();
                case SIGMOID -> builder.fanOut(3).form(GatingForm.SIGMOID).scale(2.5f);
                case TOP_P -> builder.fanOut(5).topP(0.6f);
                case GROUPS -> builder.fanOut(3).groups(4, 2);
                case SOFT -> builder.fanOut(EXPERTS);
                case SHARED -> builder.fanOut(2).shared(1);
                case HIERARCHICAL, EXACT8 -> builder.fanOut(3);
            };
        }

        Gate gate(Arena arena, RandomGenerator random, int scored) {
            return switch (this) {
                case HIERARCHICAL ->
                    new HierarchicalGate(
                            Fixtures.layer(arena, random, INPUTS, 4, Activation.IDENTITY),
                            List.of(
                                    Fixtures.layer(arena, random, INPUTS, 3, Activation.IDENTITY),
                                    Fixtures.layer(arena, random, INPUTS, 3, Activation.IDENTITY),
                                    Fixtures.layer(arena, random, INPUTS, 3, Activation.IDENTITY),
                                    Fixtures.layer(arena, random, INPUTS, 3, Activation.IDENTITY)),
                            2);
                case EXACT8 -> TwoPrecisionGate.always(network(arena, random, scored), new float[scored]);
                default -> new NetworkGate(network(arena, random, scored));
            };
        }

        private static FeedForward network(Arena arena, RandomGenerator random, int scored) {
            return new FeedForward(List.of(Fixtures.layer(arena, random, INPUTS, scored, Activation.IDENTITY)));
        }
    }

    /// Every way to combine.
    enum Rule {
        PROBABILITIES(new ProbabilityMixture()),
        LOGIT_SUM(new LogitSum()),
        VOTE(new MajorityVote()),
        BEST_OF(new BestOf()),
        CONCATENATE(new Concatenation());

        private final Combiner combiner;

        Rule(Combiner combiner) {
            this.combiner = combiner;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyWayToChooseExpertsGivesARowTheSameBitsAloneAndInAnyBatch(Way way) {
        requireSameBits(way, new WeightedSum());
    }

    @ParameterizedTest
    @EnumSource
    void everyWayToCombineGivesARowTheSameBitsAloneAndInAnyBatch(Rule rule) {
        requireSameBits(Way.SOFTMAX_TOP_K, rule.combiner);
    }

    private void requireSameBits(Way way, Combiner combiner) {
        float[][] rows = rows();
        int[] expected = answers(way, combiner, Kernels.available().getFirst(), Strategy.PARALLEL, 1, rows, 1);
        assertThat(Arrays.stream(expected).distinct().count()).isGreaterThan(2);
        for (Kernels kernels : Kernels.available()) {
            for (Strategy strategy : Strategy.values()) {
                int[] inBatches = answers(way, combiner, kernels, strategy, 2, rows, 90);
                assertThat(inBatches).as("%s, %s", kernels.name(), strategy).isEqualTo(expected);
            }
        }
    }

    private static float[][] rows() {
        RandomGenerator random = new SplittableRandom(7);
        float[][] rows = new float[ROWS][INPUTS];
        for (float[] row : rows) {
            for (int column = 0; column < INPUTS; column++) {
                row[column] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private Mixture mixture(Way way, Combiner combiner, Kernels kernels, Strategy strategy) {
        RandomGenerator random = new SplittableRandom(5);
        Router router = way.router().build();
        List<Expert> experts = new ArrayList<>();
        for (int i = 0; i < EXPERTS; i++) {
            FeedForward network = new FeedForward(List.of(
                    Fixtures.layer(arena, random, INPUTS, 5 + 3 * i, Activation.GELU),
                    Fixtures.layer(arena, random, 5 + 3 * i, 3, Activation.IDENTITY)));
            experts.add(new FfnExpert("e" + i, "digest" + i, network));
        }
        Gate gate = way.gate(arena, random, router.experts());
        MoeLayer layer = new MoeLayer(kernels, gate, router, experts, CombineRule.of(combiner));
        return new Mixture(
                "test",
                1,
                "digest",
                VectorEncoder.ofRows("rows", INPUTS),
                layer,
                new VectorHead("output", layer.outputs()),
                Permissions.OPEN,
                new Execution(strategy));
    }

    private static InferenceRequest request(float[][] rows, int from, int to) {
        float[] values = new float[(to - from) * INPUTS];
        for (int row = from; row < to; row++) {
            System.arraycopy(rows[row], 0, values, (row - from) * INPUTS, INPUTS);
        }
        return new InferenceRequest(List.of(Column.Vectors.ofRows("rows", INPUTS, values)));
    }

    /// The bits of the answers to the rows, in requests of random lengths.
    private int[] answers(
            Way way,
            Combiner combiner,
            Kernels kernels,
            Strategy strategy,
            int threads,
            float[][] rows,
            int requestRowsMax) {
        RandomGenerator random = new SplittableRandom(11);
        Mixture mixture = mixture(way, combiner, kernels, strategy);
        int width = mixture.layer().outputs();
        int[] bits = new int[rows.length * width];
        try (Engine engine =
                new Engine(mixture, Fixtures.limits(100, 64, threads), EngineObserver.NONE, System::nanoTime)) {
            for (int from = 0; from < rows.length; ) {
                int to = Math.min(rows.length, from + 1 + random.nextInt(requestRowsMax));
                Ticket ticket = Fixtures.admit(engine, request(rows, from, to), Fixtures.context());
                float[] values = Fixtures.values(Fixtures.outcome(ticket));
                for (int i = 0; i < values.length; i++) {
                    bits[from * width + i] = Float.floatToRawIntBits(values[i]);
                }
                from = to;
            }
        }
        return bits;
    }
}
