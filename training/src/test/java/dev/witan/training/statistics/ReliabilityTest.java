// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
    private static final Offset<Double> CLOSE = within(1e-6);

    private static Reliability of(float[] probabilities, boolean[] isPositive, int bins) {
        ScoreCounts.Builder builder = new ScoreCounts.Builder();
        for (int row = 0; row < probabilities.length; row++) {
            builder.add(probabilities[row], isPositive[row]);
        }
        return Reliability.of(builder.build(), it -> it, bins, 1.96);
    }

    /// Two bins of three: 0.1, 0.2, 0.3 with one positive, 0.6, 0.8, 1 with two; off by 2/15 each.
    @Test
    void theErrorIsTheMeanDistanceOverBinsOfEquallyManyRows() {
        Reliability reliability = of(
                new float[] {0.1f, 0.2f, 0.3f, 0.6f, 0.8f, 1f},
                new boolean[] {false, true, false, true, false, true},
                2);
        assertThat(reliability.bins()).hasSize(2);
        assertThat(reliability.bins().getFirst().predicted()).isCloseTo(0.2, CLOSE);
        assertThat(reliability.bins().getFirst().observed().value()).isCloseTo(1 / 3.0, CLOSE);
        assertThat(reliability.bins().getLast().predicted()).isCloseTo(0.8, CLOSE);
        assertThat(reliability.error()).isCloseTo(2 / 15.0, CLOSE);
    }

    @Test
    void rowsOfTheSameScoreStayTogetherWhateverTheirOrder() {
        Reliability reliability =
                of(new float[] {0.5f, 0.5f, 0.5f, 0.5f, 0.9f}, new boolean[] {true, false, true, false, true}, 5);
        assertThat(reliability.bins()).hasSize(2);
        assertThat(reliability.bins().getFirst().rows()).isEqualTo(4);
        assertThat(reliability.error()).isCloseTo(0.1 / 5, CLOSE);
    }

    @Test
    void rowsBesideOneVeryFrequentScoreShareTheBinsThatAreLeft() {
        float[] probabilities = new float[100];
        for (int row = 0; row < 20; row++) {
            probabilities[row] = 0.5f + row / 100f;
        }
        Reliability reliability = of(probabilities, new boolean[100], 5);
        assertThat(reliability.bins()).extracting(Reliability.Bin::rows).containsExactly(80L, 5L, 5L, 5L, 5L);
    }

    @Test
    void perfectProbabilitiesHaveAboutTheErrorOfChance() {
        SplittableRandom random = new SplittableRandom(3);
        double errors = 0;
        double byChance = 0;
        for (int i = 0; i < 50; i++) {
            float[] probabilities = new float[1_000];
            boolean[] isPositive = new boolean[1_000];
            for (int row = 0; row < probabilities.length; row++) {
                probabilities[row] = (float) random.nextDouble();
                isPositive[row] = random.nextDouble() < probabilities[row];
            }
            Reliability reliability = of(probabilities, isPositive, 10);
            errors += reliability.error();
            byChance += reliability.errorByChance();
        }
        assertThat(errors / byChance).isBetween(0.93, 1.07);
    }
}
