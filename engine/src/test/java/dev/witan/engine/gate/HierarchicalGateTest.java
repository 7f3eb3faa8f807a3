// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HierarchicalGateTest {
    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofAuto();

    private Scores score(Gate gate, int fanOutMax, Guidance guidance, float[]... rows) {
        RowBatch batch = batch(guidance, rows);
        Scores scores = gate.scores(arena, rows.length, fanOutMax);
        gate.score(kernels, batch, Scratch.allocate(arena, rows.length, gate.scratchWidth()), scores);
        return scores;
    }

    private RowBatch batch(Guidance guidance, float[]... rows) {
        RowBatch batch = new RowBatch(Networks.matrix(arena, rows));
        batch.reset(rows.length);
        batch.describe(0, rows.length, guidance, 0, 0, 0);
        return batch;
    }

    private static float ln(double share) {
        return (float) Math.log(share);
    }

    /// Groups of two, three and one expert, with logits that are the row's one value times these.
    private HierarchicalGate small(int groupsChosen) {
        return new HierarchicalGate(
                Networks.linear(arena, new float[][] {{ln(0.5), ln(0.3), ln(0.2)}}),
                List.of(
                        Networks.linear(arena, new float[][] {{ln(0.6), ln(0.4)}}),
                        Networks.linear(arena, new float[][] {{ln(0.2), ln(0.7), ln(0.1)}}),
                        Networks.linear(arena, new float[][] {{7}})),
                groupsChosen);
    }

    @Test
    void aLogitIsTheLogarithmOfGroupTimesExpert() {
        Scores scores = score(small(2), 1, Guidance.NONE, new float[] {1});
        assertThat(scores.count(0)).isEqualTo(5);
        assertThat(scores.of(0, 0)).isCloseTo(ln(0.5 * 0.6), within(1e-5f));
        assertThat(scores.of(0, 3)).isCloseTo(ln(0.3 * 0.7), within(1e-5f));
        assertThat(scores.of(0, 5)).as("its group was not looked into").isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(scores.missing()).isEqualTo(Scores.Missing.GROUP_NOT_CHOSEN);
    }

    @Test
    void overAllGroupsTheProbabilitiesSumToOne() {
        Random random = new Random(2);
        List<Linear> within = new ArrayList<>();
        for (int group = 0; group < 5; group++) {
            within.add(Networks.random(arena, random, 4, 1 + group, Activation.IDENTITY));
        }
        Linear groups = Networks.random(arena, random, 4, 5, Activation.IDENTITY);
        Scores scores = score(new HierarchicalGate(groups, within, 5), 1, Guidance.NONE, Networks.rows(random, 20, 4));
        for (int row = 0; row < 20; row++) {
            double sum = 0;
            for (int expert = 0; expert < 15; expert++) {
                sum += Math.exp(scores.of(row, expert));
            }
            assertThat(sum).isCloseTo(1.0, within(1e-5));
        }
    }

    @Test
    void aGroupWithoutAPermittedExpertGivesItsPlaceToTheNext() {
        Guidance guidance =
                Guidance.builder(6).forbid(0, "open").forbid(1, "open").build();
        Scores scores = score(small(1), 1, guidance, new float[] {1});
        assertThat(scores.column(0, 0)).isEqualTo(Scores.NONE);
        assertThat(scores.count(0)).isEqualTo(3);
        assertThat(scores.expert(0, 0)).isEqualTo(2);
    }

    @Test
    void theGroupOfAPinnedExpertIsAlwaysLookedInto() {
        HierarchicalGate gate = small(1);
        Router router = Router.builder(6).fanOut(2).build();
        RowBatch batch = batch(Guidance.builder(6).pin(5).build(), new float[] {1});
        Scores scores = gate.scores(arena, 1, 2);
        gate.score(kernels, batch, Scratch.allocate(arena, 1, gate.scratchWidth()), scores);
        RoutingPlan plan = router.plan(arena, 1, scores);
        router.route(kernels, batch, scores, plan);
        assertThat(plan.chosen(0, 0)).isEqualTo(5);
        assertThat(plan.chosen(0, 1)).isZero();
        assertThat(plan.weight(0, 0)).isCloseTo((float) (0.2 / 0.5), within(1e-5f));
    }

    @Test
    void rowsThatAreSpreadReachEveryGroup() {
        Guidance guidance = Guidance.builder(6).spread().build();
        float[][] rows = new float[300][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new float[] {row};
        }
        Scores scores = score(small(1), 1, guidance, rows);
        int[] looks = new int[6];
        for (int row = 0; row < rows.length; row++) {
            looks[scores.expert(row, 0)]++;
        }
        assertThat(looks[0]).isBetween(70, 130);
        assertThat(looks[2]).isBetween(70, 130);
        assertThat(looks[5]).isBetween(70, 130);
    }

    @Test
    void aRowThatNoGroupCanBeScoredForIsNotRouted() {
        HierarchicalGate gate = small(2);
        Router router = Router.builder(6).build();
        RowBatch batch = batch(Guidance.NONE, new float[] {Float.NaN}, new float[] {1});
        Scores scores = gate.scores(arena, 2, 1);
        gate.score(kernels, batch, Scratch.allocate(arena, 2, gate.scratchWidth()), scores);
        RoutingPlan plan = router.plan(arena, 2, scores);
        router.route(kernels, batch, scores, plan);
        assertThat(plan.isRouted(0)).isFalse();
        assertThat(plan.chosen(1, 0)).isZero();
    }

    @Test
    void aRowHasTheSameBitsInAnyBatch() {
        Random random = new Random(4);
        List<Linear> within = new ArrayList<>();
        for (int group = 0; group < 6; group++) {
            within.add(Networks.random(arena, random, 7, 5, Activation.IDENTITY));
        }
        HierarchicalGate gate =
                new HierarchicalGate(Networks.random(arena, random, 7, 6, Activation.IDENTITY), within, 2);
        float[][] rows = Networks.rows(random, 9, 7);
        Scores together = score(gate, 2, Guidance.NONE, rows);
        for (int row = 0; row < rows.length; row++) {
            Scores alone = score(gate, 2, Guidance.NONE, rows[row]);
            for (int expert = 0; expert < gate.experts(); expert++) {
                assertThat(alone.of(0, expert)).isEqualTo(together.of(row, expert));
            }
        }
    }

    @Test
    void refusesLevelsThatDoNotFit() {
        Linear two = Networks.linear(arena, new float[][] {{1, 1}});
        assertThatThrownBy(() -> new HierarchicalGate(two, List.of(two), 1))
                .hasMessage("the gate over groups must have as many outputs as there are groups, 1: 2");
        assertThatThrownBy(() -> new HierarchicalGate(two, List.of(two, two), 3))
                .hasMessage("chosen groups must be between 1 and the number of groups, 2: 3");
    }
}
