// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.network.SeededNumbers;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuantileBalancingTest {
    private static final int ROWS = 2048;
    private static final int EXPERTS = 16;
    private static final int FAN_OUT = 4;

    private final Arena arena = Arena.ofConfined();
    private final Kernels kernels = Kernels.choose();
    private final RoutingPlan plan = new RoutingPlan(arena, ROWS, EXPERTS, FAN_OUT);

    @AfterEach
    void release() {
        arena.close();
    }

    /// Scores that favour the low experts heavily.
    private FloatMatrix scores(long seed) {
        SeededNumbers random = new SeededNumbers(seed);
        FloatMatrix scores = FloatMatrix.allocate(arena, ROWS, EXPERTS);
        for (int row = 0; row < ROWS; row++) {
            for (int expert = 0; expert < EXPERTS; expert++) {
                scores.set(row, expert, (float) (random.normal() - 0.4 * expert));
            }
        }
        return scores;
    }

    private double maxViolation(FloatMatrix scores, float[] bias) {
        Router.topK(bias, FAN_OUT).route(kernels, scores, ROWS, plan);
        double highest = 0;
        for (double share : SwitchLoss.shares(plan, EXPERTS)) {
            highest = Math.max(highest, share);
        }
        return highest * EXPERTS - 1;
    }

    @Test
    void balancesTheNextBatchAfterOneUpdateAndBetterAfterTen() {
        QuantileBalancing balancing = new QuantileBalancing(EXPERTS, FAN_OUT, ROWS);
        double unbalanced = maxViolation(scores(0), balancing.bias());
        balancing.update(scores(1), ROWS);
        double once = maxViolation(scores(2), balancing.bias());
        for (int seed = 3; seed < 12; seed++) {
            balancing.update(scores(seed), ROWS);
        }
        double often = maxViolation(scores(13), balancing.bias());

        assertThat(unbalanced).isGreaterThan(2);
        assertThat(once).isLessThan(0.6);
        assertThat(often).isLessThan(0.2);
    }

    @Test
    void reallyChangesTheBiasAndKeepsItsMeanAtZero() {
        QuantileBalancing balancing = new QuantileBalancing(EXPERTS, FAN_OUT, ROWS);
        balancing.update(scores(1), ROWS);

        float sum = 0;
        for (float value : balancing.bias()) {
            sum += value;
        }
        assertThat(balancing.bias()[EXPERTS - 1]).isGreaterThan(balancing.bias()[0] + 1);
        assertThat(sum).isCloseTo(0, within(1e-4f));
    }

    @Test
    void hasNothingToBalanceWhenEveryExpertIsChosen() {
        QuantileBalancing balancing = new QuantileBalancing(EXPERTS, EXPERTS, ROWS);
        balancing.update(scores(1), ROWS);

        assertThat(balancing.bias()).containsOnly(0f);
    }

    @Test
    void leavesTheWeightsOfTheChosenExpertsClean() {
        FloatMatrix scores = FloatMatrix.allocate(arena, 1, 3);
        scores.copyRowFrom(0, new float[] {1, 2, 3}, 0);
        RoutingPlan small = new RoutingPlan(arena, 1, 3, 2);

        Router.topK(new float[] {9, -9, 0}, 2).route(kernels, scores, 1, small);

        assertThat(small.chosen(0, 0)).isZero();
        assertThat(small.chosen(0, 1)).isEqualTo(2);
        assertThat(small.weight(0, 0)).isCloseTo((float) (1 / (1 + Math.exp(2))), within(1e-6f));
    }
}
