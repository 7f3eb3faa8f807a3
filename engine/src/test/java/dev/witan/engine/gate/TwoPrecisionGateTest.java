// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.routing.GatingForm;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RouterBuilder;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TwoPrecisionGateTest {
    private static final int ROWS = 24;

    private final Kernels kernels = Kernels.available().getLast();
    private final Arena arena = Arena.ofAuto();

    @RepeatedTest(30)
    void findsTheSameBestWithTheSameBitsAsTheGateInFp32(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int inputs = 1 + random.nextInt(70);
        int experts = 30 + random.nextInt(400);
        int fanOut = 1 + random.nextInt(3);
        FeedForward network = network(random, inputs, experts, repetition.getCurrentRepetition());
        float[] bias = new float[experts];
        for (int expert = 0; expert < experts; expert++) {
            bias[expert] = random.nextInt(3) == 0 ? (float) random.nextGaussian() : 0;
        }
        float[][] rows = rows(random, inputs);
        RouterBuilder router = Router.builder(experts).fanOut(fanOut).selectionBias(bias);
        compare(network, bias, router.build(), rows, "seed " + repetition.getCurrentRepetition());
    }

    /// Ordinary ones, and ones that differ in their last bits only, are all alike or of very different sizes.
    private FeedForward network(Random random, int inputs, int experts, int kind) {
        Linear last = Networks.random(arena, random, inputs, experts, Activation.IDENTITY);
        float[][] weights = new float[inputs][experts];
        for (int input = 0; input < inputs; input++) {
            for (int expert = 0; expert < experts; expert++) {
                float own = last.weights().get(input, expert);
                weights[input][expert] = switch (kind % 5) {
                    case 0 -> last.weights().get(input, 0) + own * 1e-6f;
                    case 1 -> last.weights().get(input, expert % 7);
                    case 2 -> own * (float) Math.pow(10, expert % 13 - 6);
                    default -> own;
                };
            }
        }
        Linear layer = Networks.linear(arena, weights);
        if (kind % 3 == 0) {
            return new FeedForward(List.of(Networks.random(arena, random, inputs, inputs, Activation.GELU), layer));
        }
        return new FeedForward(List.of(layer));
    }

    private static float[][] rows(Random random, int inputs) {
        float[][] rows = Networks.rows(random, ROWS, inputs);
        rows[3] = new float[inputs];
        rows[5][0] = Float.NaN;
        rows[7][inputs - 1] = Float.POSITIVE_INFINITY;
        for (int i = 0; i < inputs; i++) {
            rows[9][i] *= 1e-20f;
            rows[11][i] *= 1e20f;
            rows[13][i] *= 1e6f;
        }
        return rows;
    }

    private int compare(FeedForward network, float[] bias, Router router, float[][] rows, String what) {
        RowBatch batch = new RowBatch(Networks.matrix(arena, rows));
        batch.reset(rows.length);
        return compare(network, bias, router, batch, what);
    }

    /// How many rows had a shortlist.
    private int compare(FeedForward network, float[] bias, Router router, RowBatch batch, String what) {
        RoutingPlan whole = route(new NetworkGate(network), router, batch);
        TwoPrecisionGate gate = TwoPrecisionGate.always(network, bias);
        Scores scores = gate.scores(arena, batch.size(), router.fanOutMax());
        RoutingPlan quick = route(gate, router, batch, scores);
        int shortlisted = 0;
        for (int row = 0; row < batch.size(); row++) {
            shortlisted += scores.isDense(row) ? 0 : 1;
            assertThat(quick.count(row)).as(what).isEqualTo(whole.count(row));
            assertThat(quick.fate(row)).as(what).isEqualTo(whole.fate(row));
            for (int rank = 0; rank < whole.count(row); rank++) {
                assertThat(quick.chosen(row, rank)).as(what).isEqualTo(whole.chosen(row, rank));
                assertThat(quick.weight(row, rank)).as(what).isEqualTo(whole.weight(row, rank));
            }
        }
        return shortlisted;
    }

    private RoutingPlan route(Gate gate, Router router, RowBatch batch) {
        return route(gate, router, batch, gate.scores(arena, batch.size(), router.fanOutMax()));
    }

    private RoutingPlan route(Gate gate, Router router, RowBatch batch, Scores scores) {
        router.ask(batch, scores);
        gate.score(kernels, batch, Scratch.allocate(arena, batch.size(), gate.scratchWidth()), scores);
        RoutingPlan plan = router.plan(arena, batch.size(), scores);
        router.route(kernels, batch, scores, plan);
        return plan;
    }

    @Test
    void ordinaryRowsHaveShortShortlists() {
        Random random = new Random(1);
        FeedForward network = new FeedForward(List.of(Networks.random(arena, random, 64, 1000, Activation.IDENTITY)));
        Router router = Router.builder(1000).fanOut(2).build();
        int shortlisted = compare(network, new float[1000], router, Networks.rows(random, ROWS, 64), "ordinary rows");
        assertThat(shortlisted).isEqualTo(ROWS);
    }

    @Test
    void aShortlistIsMadeOnlyWhereItPays() {
        Random random = new Random(3);
        assertThat(isShortlisted(random, 2048, 256, 1)).isTrue();
        assertThat(isShortlisted(random, 2048, 256, 2)).isFalse();
        assertThat(isShortlisted(random, 2048, 8, 1)).isFalse();
    }

    private boolean isShortlisted(Random random, int experts, int inputs, int rows) {
        FeedForward network =
                new FeedForward(List.of(Networks.random(arena, random, inputs, experts, Activation.IDENTITY)));
        Gate gate = new TwoPrecisionGate(network, new float[experts]);
        Router router = Router.builder(experts).fanOut(2).build();
        RowBatch batch = new RowBatch(Networks.matrix(arena, Networks.rows(random, rows, inputs)));
        batch.reset(rows);
        Scores scores = gate.scores(arena, rows, 2);
        route(gate, router, batch, scores);
        return !scores.isDense(0);
    }

    @Test
    void whatNeedsEveryScoreGetsEveryScore() {
        Random random = new Random(2);
        FeedForward network = new FeedForward(List.of(Networks.random(arena, random, 8, 300, Activation.IDENTITY)));
        float[][] rows = Networks.rows(random, ROWS, 8);
        Router sigmoid = Router.builder(300).form(GatingForm.SIGMOID).build();
        assertThat(compare(network, new float[300], sigmoid, rows, "sigmoid")).isZero();
        Router topK = Router.builder(300).fanOut(2).build();
        RowBatch batch = new RowBatch(Networks.matrix(arena, rows));
        batch.reset(ROWS);
        Guidance guidance = Guidance.builder(300).forbid(4, "open").build();
        batch.describe(0, 1, guidance, 0, 0, 0);
        assertThat(compare(network, new float[300], topK, batch, "one guided row"))
                .isEqualTo(ROWS - 1);
    }
}
