// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The combiners that read outputs as logits of classes, each by a hand-computed example.
class ClassCombinersTest {
    private static final Offset<Float> EXACTLY = within(1e-6f);
    private static final List<Combiner> ALL =
            List.of(new ProbabilityMixture(), new LogitSum(), new MajorityVote(), new BestOf());

    private final Arena arena = Arena.ofConfined();
    private final FloatMatrix one = FloatMatrix.allocate(arena, 2, 1);
    private final FloatMatrix three = FloatMatrix.allocate(arena, 2, 3);

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private static float logit(double probability) {
        return (float) Math.log(probability / (1 - probability));
    }

    private static float[] logs(double... probabilities) {
        float[] logs = new float[probabilities.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) (7 + Math.log(probabilities[i]));
        }
        return logs;
    }

    private RowAnswers binary(Float first, Float second, float... weights) {
        return new Said(arena, first == null ? null : new float[] {first}, second == null ? null : new float[] {second})
                .weighted(weights);
    }

    @Test
    void aMixtureOfDistributionsAveragesProbabilities() {
        RowAnswers answers = binary(logit(0.9), logit(0.2), 0.75f, 0.25f);
        assertThat(Said.combine(new ProbabilityMixture(), answers, one)).isEqualTo(Coverage.COMPLETE);
        assertThat(one.get(1, 0)).isCloseTo(logit(0.75 * 0.9 + 0.25 * 0.2), EXACTLY);

        answers = new Said(arena, logs(0.7, 0.2, 0.1), logs(0.1, 0.1, 0.8)).weighted(0.5f, 0.5f);
        assertThat(Said.combine(new ProbabilityMixture(), answers, three)).isEqualTo(Coverage.COMPLETE);
        assertThat(three.get(1, 0)).isCloseTo((float) Math.log(0.4), EXACTLY);
        assertThat(three.get(1, 1)).isCloseTo((float) Math.log(0.15), EXACTLY);
        assertThat(three.get(1, 2)).isCloseTo((float) Math.log(0.45), EXACTLY);
    }

    @Test
    void aMixtureOfDistributionsSurvivesLogitsWhoseProbabilitiesAreTooSmallForNumbers() {
        assertThat(Said.combine(new ProbabilityMixture(), binary(5000f, 5000f, 0.5f, 0.5f), one))
                .isEqualTo(Coverage.COMPLETE);
        assertThat(one.get(1, 0)).isEqualTo(5000f);
        assertThat(Said.combine(new ProbabilityMixture(), binary(5000f, -5000f, 0.5f, 0.5f), one))
                .isEqualTo(Coverage.COMPLETE);
        assertThat(one.get(1, 0)).as("they are sure of opposites").isCloseTo(0, EXACTLY);
    }

    @Test
    void aMixtureOfDistributionsSharesTheWeightOfWhoeverFailed() {
        RowAnswers answers = binary(null, logit(0.2), 0.75f, 0.25f);
        assertThat(Said.combine(new ProbabilityMixture(), answers, one)).isEqualTo(Coverage.PARTIAL);
        assertThat(one.get(1, 0)).isCloseTo(logit(0.2), EXACTLY);
        assertThat(Said.combine(new ProbabilityMixture(), binary(null, logit(0.2), 1f, 0f), one))
                .isEqualTo(Coverage.PARTIAL);
        assertThat(one.get(1, 0)).isCloseTo(logit(0.2), EXACTLY);
    }

    @Test
    void aSumOfLogitsIsTheProductOfTheDistributions() {
        RowAnswers answers = new Said(arena, logs(0.7, 0.2, 0.1), logs(0.1, 0.1, 0.8)).weighted(0.9f, 0.1f);
        assertThat(Said.combine(new LogitSum(), answers, three)).isEqualTo(Coverage.COMPLETE);
        assertThat(three.get(1, 0) - three.get(1, 1))
                .isCloseTo((float) Math.log(0.7 * 0.1 / (0.2 * 0.1)), within(1e-5f));
        assertThat(three.get(1, 2) - three.get(1, 1))
                .isCloseTo((float) Math.log(0.1 * 0.8 / (0.2 * 0.1)), within(1e-5f));
        assertThat(Said.combine(new LogitSum(), binary(2f, null, 0.5f, 0.5f), one))
                .isEqualTo(Coverage.PARTIAL);
        assertThat(one.get(1, 0)).as("as sure as if the other agreed").isEqualTo(4f);
    }

    @Test
    void aVoteCountsWeightsAndNotHowSureTheVotersAre() {
        RowAnswers answers = new Said(arena, logs(0.5, 0.3, 0.2), logs(0.01, 0.98, 0.01), logs(0.4, 0.3, 0.3))
                .weighted(0.3f, 0.5f, 0.2f);
        assertThat(Said.combine(new MajorityVote(), answers, three)).isEqualTo(Coverage.COMPLETE);
        assertThat(three.get(1, 0)).isCloseTo((float) Math.log(0.5), EXACTLY);
        assertThat(three.get(1, 1)).isCloseTo((float) Math.log(0.5), EXACTLY);
        assertThat(three.get(1, 2)).isCloseTo((float) Math.log(1e-6), EXACTLY);
        assertThat(Said.combine(new MajorityVote(), binary(0.1f, -9f, 0.6f, 0.4f), one))
                .isEqualTo(Coverage.COMPLETE);
        assertThat(one.get(1, 0)).isCloseTo(logit(0.6), EXACTLY);
    }

    @Test
    void theSurestExpertAnswersAloneAndTheBestRankOfEquals() {
        float[] sure = logs(0.05, 0.9, 0.05);
        RowAnswers answers =
                new Said(arena, logs(0.6, 0.2, 0.2), sure, logs(0.9, 0.05, 0.05)).weighted(0.8f, 0.1f, 0.1f);
        assertThat(Said.combine(new BestOf(), answers, three)).isEqualTo(Coverage.COMPLETE);
        assertThat(three.get(1, 1)).isEqualTo(sure[1]);
        assertThat(Said.combine(new BestOf(), binary(1f, -3f, 0.9f, 0.1f), one)).isEqualTo(Coverage.COMPLETE);
        assertThat(one.get(1, 0)).isEqualTo(-3f);
        assertThat(Said.combine(new BestOf(), binary(3f, -3f, 0.1f, 0.9f), one)).isEqualTo(Coverage.COMPLETE);
        assertThat(one.get(1, 0)).as("the better rank").isEqualTo(3f);
        assertThat(Said.combine(new BestOf(), binary(null, -3f, 0.1f, 0.9f), one))
                .isEqualTo(Coverage.PARTIAL);
        assertThat(one.get(1, 0)).isEqualTo(-3f);
    }

    @Test
    void allOfThemSaySoWhenNobodyAnsweredOrANumberIsNone() {
        for (Combiner combiner : ALL) {
            assertThat(Said.combine(combiner, binary(null, null, 0.5f, 0.5f), one))
                    .as("%s", combiner)
                    .isEqualTo(Coverage.NONE);
            assertThat(Said.combine(combiner, binary(1f, Float.NaN, 0.5f, 0.5f), one))
                    .as("%s", combiner)
                    .isEqualTo(Coverage.NOT_FINITE);
            assertThat(Said.combine(combiner, binary(1f, Float.NEGATIVE_INFINITY, 0.5f, 0.5f), one))
                    .as("%s", combiner)
                    .isEqualTo(Coverage.NOT_FINITE);
        }
    }

    @Test
    void probabilitiesSumToOneWhateverTheExpertsSay() {
        SplittableRandom random = new SplittableRandom(17);
        for (int round = 0; round < 200; round++) {
            float[][] logits = new float[3][3];
            for (float[] row : logits) {
                for (int i = 0; i < 3; i++) {
                    row[i] = (float) (20 * random.nextGaussian());
                }
            }
            logits[random.nextInt(3)] = null;
            RowAnswers answers = new Said(arena, logits).weighted(0.2f, 0.3f, 0.5f);
            assertThat(Said.combine(new ProbabilityMixture(), answers, three)).isEqualTo(Coverage.PARTIAL);
            double sum = Math.exp(three.get(1, 0)) + Math.exp(three.get(1, 1)) + Math.exp(three.get(1, 2));
            assertThat(sum).as("seed 17, round %d", round).isCloseTo(1, within(1e-5));
        }
    }
}
