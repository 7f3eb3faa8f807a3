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
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How fast biases even out a gate that strongly prefers some of 64 experts, 8 of them for each of 4096 new rows a
/// step. Routing at random would show a violation of about 0.115.
class BalanceSimulationTest {
    private static final int ROWS = 4096;
    private static final int EXPERTS = 64;
    private static final int FAN_OUT = 8;
    private static final double NOISE_FLOOR = 0.115;

    private final Arena arena = Arena.ofConfined();
    private final Kernels kernels = Kernels.choose();
    private final RoutingPlan plan = new RoutingPlan(arena, ROWS, EXPERTS, FAN_OUT);
    private final FloatMatrix scores = FloatMatrix.allocate(arena, ROWS, EXPERTS);
    private final float[] favour = new float[EXPERTS];

    BalanceSimulationTest() {
        SeededNumbers random = new SeededNumbers(7);
        for (int expert = 0; expert < EXPERTS; expert++) {
            favour[expert] = (float) (0.62 * random.normal());
        }
    }

    @AfterEach
    void release() {
        arena.close();
    }

    /// The violation that the next rows see under a bias; their scores and their plan stay.
    private double violation(float[] bias, int step) {
        SeededNumbers random = new SeededNumbers(11, step);
        for (int row = 0; row < ROWS; row++) {
            for (int expert = 0; expert < EXPERTS; expert++) {
                scores.set(row, expert, (float) (favour[expert] + random.normal()));
            }
        }
        Router.topK(bias, FAN_OUT).route(kernels, scores, ROWS, plan);
        int[] counts = Shares.counts(plan, EXPERTS);
        double mean = (double) ROWS * FAN_OUT / EXPERTS;
        return Arrays.stream(counts).max().orElseThrow() / mean - 1;
    }

    @Test
    void quantileBalancingIsThereAfterOneUpdateAndAtTheNoiseFloorAfterTen() {
        BiasRule rule = new QuantileBalancing(EXPERTS, FAN_OUT, ROWS);
        double before = violation(rule.bias(), 0);
        rule.update(scores, plan);
        double once = violation(rule.bias(), 1);
        float[] mean = new float[EXPERTS];
        for (int step = 1; step <= 10; step++) {
            rule.update(scores, plan);
            for (int expert = 0; expert < EXPERTS; expert++) {
                mean[expert] += rule.bias()[expert] / 10;
            }
            violation(rule.bias(), step + 1);
        }

        assertThat(before).isBetween(3.0, 5.0);
        assertThat(once).isLessThan(0.25);
        assertThat(meanViolation(rule.bias()))
                .as("one batch's bias varies like the batch that it meets")
                .isLessThan(1.5 * NOISE_FLOOR);
        assertThat(meanViolation(mean))
                .as("what is validated and served is a mean over batches")
                .isLessThan(1.1 * NOISE_FLOOR);
    }

    private double meanViolation(float[] bias) {
        double sum = 0;
        for (int step = 0; step < 20; step++) {
            sum += violation(bias, 100 + step);
        }
        return sum / 20;
    }

    @Test
    void theSignBiasNeedsHundredsOfUpdates() {
        double after100 = violationAfter(new SignBias(new float[EXPERTS], 1e-3), 100);
        double after400 = violationAfter(new SignBias(new float[EXPERTS], 4e-3), 400);

        assertThat(after100).isGreaterThan(1.5);
        assertThat(after400).isLessThan(0.25);
    }

    private double violationAfter(BiasRule rule, int updates) {
        for (int step = 0; step < updates; step++) {
            violation(rule.bias(), step);
            rule.update(scores, plan);
        }
        return violation(rule.bias(), updates);
    }

    @Test
    void theSignBiasMovesAgainstTheLoadByItsStep() {
        violation(new float[EXPERTS], 0);
        int[] counts = Shares.counts(plan, EXPERTS);
        SignBias rule = new SignBias(new float[EXPERTS], 1e-3);
        rule.update(scores, plan);

        double mean = (double) ROWS * FAN_OUT / EXPERTS;
        for (int expert = 0; expert < EXPERTS; expert++) {
            assertThat(rule.bias()[expert]).isEqualTo((float) (1e-3 * Math.signum(mean - counts[expert])));
        }
    }

    @Test
    void countingInBinsFindsTheMarginThatSortingDoes() {
        SeededNumbers random = new SeededNumbers(3);
        float[] values = new float[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.normal();
        }
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int rank : new int[] {0, 10, 2_000, 10_000, 19_999}) {
            assertThat(MarginHistogram.largest(values, values.length, rank))
                    .isCloseTo(sorted[values.length - 1 - rank], within(0.01f));
        }
    }
}
