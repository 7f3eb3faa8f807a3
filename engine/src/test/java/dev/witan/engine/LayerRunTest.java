// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.GatedFeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LayerRunTest {
    private static final int INPUTS = 7;
    private static final int ROWS = 23;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void gatedAndNormalisedExpertsKeepTheirBitsInAnyBatchAndOnAnyNumberOfThreads() {
        MoeLayer layer = layer(Kernels.choose());
        try (LayerRun alone = new LayerRun(layer, limits(1));
                LayerRun together = new LayerRun(layer, limits(2));
                LayerRun oracle = new LayerRun(layer(Kernels.available().getFirst()), limits(1))) {
            fill(together.rows(), 0, ROWS);
            fill(oracle.rows(), 0, ROWS);
            together.forward(ROWS);
            oracle.forward(ROWS);
            for (int row = 0; row < ROWS; row++) {
                fill(alone.rows(), row, 1);
                alone.forward(1);
                assertThat(values(together.combined(), row)).isEqualTo(values(alone.combined(), 0));
                assertThat(values(together.combined(), row)).isEqualTo(values(oracle.combined(), row));
            }
        }
    }

    @Test
    void answersByTheScoresThatItIsGiven() {
        try (LayerRun run = new LayerRun(layer(Kernels.choose()), limits(1))) {
            fill(run.rows(), 0, ROWS);
            run.forward(ROWS);
            float[] byGate = values(run.combined(), 4);
            run.forwardScored(ROWS);
            assertThat(values(run.combined(), 4)).isEqualTo(byGate);
            for (int expert = 0; expert < 5; expert++) {
                run.scores().set(4, expert, -run.scores().get(4, expert));
            }
            run.forwardScored(ROWS);
            assertThat(values(run.combined(), 4)).isNotEqualTo(byGate);
        }
    }

    @Test
    void refusesExpertsThatAnswerLater() {
        ManualExpert remote = new ManualExpert("far");
        FeedForward gate =
                new FeedForward(List.of(Fixtures.layer(arena, new SplittableRandom(1), 2, 1, Activation.IDENTITY)));
        remote.inputs = 2;
        MoeLayer layer = new MoeLayer(
                Kernels.choose(),
                new NetworkGate(gate),
                Router.topK(new float[1], 1),
                List.of(remote),
                new WeightedSum());
        assertThatThrownBy(() -> new LayerRun(layer, limits(1))).hasMessage("expert must be local: 'far'");
    }

    private MoeLayer layer(Kernels kernels) {
        RandomGenerator random = new SplittableRandom(5);
        List<Expert> experts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int hidden = 11 + 10 * i;
            GatedFeedForward body = new GatedFeedForward(
                    arena,
                    Fixtures.layer(arena, random, INPUTS, hidden, Activation.SILU),
                    Fixtures.layer(arena, random, INPUTS, hidden, Activation.IDENTITY),
                    Fixtures.layer(arena, random, hidden, 6, Activation.IDENTITY));
            Normalisation.Form form = i % 2 == 0 ? Normalisation.Form.RMS : Normalisation.Form.LAYER;
            Normalisation normalisation = Normalisation.plain(arena, form, 6);
            experts.add(new FfnExpert("e" + i, "digest" + i, new NormalisedNetwork(body, normalisation)));
        }
        FeedForward gate = new FeedForward(List.of(Fixtures.layer(arena, random, INPUTS, 5, Activation.IDENTITY)));
        return new MoeLayer(kernels, new NetworkGate(gate), Router.topK(new float[5], 2), experts, new WeightedSum());
    }

    private static Limits limits(int threads) {
        return new Limits(
                1,
                64,
                64,
                64,
                32,
                1,
                1,
                threads,
                3,
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(9));
    }

    private static void fill(FloatMatrix rows, int first, int count) {
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < INPUTS; column++) {
                rows.set(row, column, (float) Math.sin(37 * (first + row) + column));
            }
        }
    }

    private static float[] values(FloatMatrix matrix, int row) {
        float[] values = new float[matrix.columns()];
        matrix.copyRowTo(row, values, 0);
        return values;
    }
}
