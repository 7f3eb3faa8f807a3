// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadBiasTest {
    private static final long PERIOD = Duration.ofMillis(250).toNanos();
    private static final LoadPolicy POLICY = new LoadPolicy(0.5f, Duration.ofSeconds(1));

    @Test
    void theBiasOfAKnownLoad() {
        LoadBias bias = new LoadBias(POLICY, 2);
        bias.observe(new double[] {30, 10}, Duration.ofDays(1).toNanos());
        // the mean is 20, so that (30 - 20) / (20 + 1) = 0.476 is in excess; half of it
        assertThat(bias.of(0)).isEqualTo((float) (-0.5 * 10 / 21));
        assertThat(bias.of(1)).isEqualTo((float) (0.5 * 10 / 21));
    }

    @Test
    void halfOfAStepInLoadComesThroughInAHalfLife() {
        LoadBias bias = new LoadBias(new LoadPolicy(1f, Duration.ofSeconds(1)), 2);
        for (int i = 0; i < 4; i++) {
            bias.observe(new double[] {3, 1}, PERIOD);
        }
        assertThat(bias.of(0)).isCloseTo(-0.5f * 1 / 3, within(1f / 32));
    }

    @Test
    void aStepInLoadIsFollowedWithoutOvershootAndForgottenAgain() {
        LoadBias bias = new LoadBias(POLICY, 4);
        List<Float> steps = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            bias.observe(new double[] {40, 8, 8, 8}, PERIOD);
            steps.add(bias.of(0));
        }
        assertThat(steps).isSortedAccordingTo((one, other) -> Float.compare(other, one));
        assertThat(steps.getFirst()).isGreaterThan(steps.getLast());
        assertThat(steps.getLast()).isBetween(-0.75f, -0.6f);
        for (int i = 0; i < 80; i++) {
            bias.observe(new double[4], PERIOD);
        }
        assertThat(bias.of(0)).isZero();
    }

    @Test
    void expertsThatAreAllButIdleAreNotBiased() {
        LoadBias bias = new LoadBias(POLICY, 8);
        bias.observe(
                new double[] {0.01, 0, 0, 0, 0, 0, 0, 0}, Duration.ofDays(1).toNanos());
        assertThat(bias.of(0)).isZero();
    }

    @Test
    void theBiasIsBounded() {
        LoadBias bias = new LoadBias(POLICY, 64);
        double[] rows = new double[64];
        rows[5] = 1e9;
        bias.observe(rows, Duration.ofDays(1).toNanos());
        assertThat(bias.of(5)).isEqualTo(-1f);
    }

    /// Rows choose by score plus bias, as a softmax would over many rows; what an expert gets is its load, and that
    /// makes the bias. A gate that leans towards the first expert is pulled towards the middle, once, and stays
    /// there.
    @Test
    void theLoopOfLoadAndChoiceSettlesWithoutSwinging() {
        LoadBias bias = new LoadBias(POLICY, 2);
        double lean = 2;
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            double share = 1 / (1 + Math.exp(-(lean + bias.of(0) - bias.of(1))));
            shares.add(share);
            bias.observe(new double[] {100 * share, 100 * (1 - share)}, PERIOD);
        }
        assertThat(shares).isSortedAccordingTo((one, other) -> Double.compare(other, one));
        assertThat(shares.getFirst()).isGreaterThan(0.88);
        assertThat(shares.getLast()).isBetween(0.74, 0.82).isEqualTo(shares.get(60));
    }
}
