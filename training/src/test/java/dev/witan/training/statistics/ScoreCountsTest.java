// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ScoreCountsTest {
    private static final Offset<Double> CLOSE = within(1e-4);
    private static final double REACH = Normal.reach(0.95, 1);

    private static ScoreCounts counts(float[] positives, float... negatives) {
        ScoreCounts.Builder builder = new ScoreCounts.Builder();
        for (float score : positives) {
            builder.add(score, true);
        }
        for (float score : negatives) {
            builder.add(score, false);
        }
        return builder.build();
    }

    @Test
    void tiesCountHalf() {
        assertThat(counts(new float[] {0.8f, 0.5f}, 0.5f, 0.2f).auc()).isEqualTo(0.875);
        assertThat(counts(new float[] {1, 1}, 1, 1, 1).auc()).isEqualTo(0.5);
        assertThat(counts(new float[] {0f}, -0f).auc()).isEqualTo(0.5);
        assertThat(counts(new float[] {-1, -3}, -2).auc()).isEqualTo(0.5);
        assertThat(counts(new float[] {1}).auc()).isNaN();
    }

    /// Shares of negatives below each positive: 1, 1, 1/2, with variance 1/12; of positives above each
    /// negative: 2/3, 1, with variance 1/18. So the variance of 5/6 is 1/36 + 1/36, and the deviation of its
    /// log-odds 0.2357 / 0.1389.
    @Test
    void delongsIntervalIsThatOfTheHand() {
        Estimate auc = counts(new float[] {4, 3, 1}, 2, 0).auc(REACH);
        assertThat(auc.value()).isCloseTo(5 / 6.0, CLOSE);
        double half = REACH * Math.sqrt(1 / 18.0) / (5 / 36.0);
        assertThat(auc.low()).isCloseTo(1 / (1 + Math.exp(-Math.log(5) + half)), CLOSE);
        assertThat(auc.high()).isCloseTo(1 / (1 + Math.exp(-Math.log(5) - half)), CLOSE);
    }

    @Test
    void aPerfectRankingOfFewRowsIsNotTakenAtItsWord() {
        Estimate few = counts(new float[] {3, 4}, 1, 2).auc(REACH);
        assertThat(few.value()).isEqualTo(1);
        assertThat(few.high()).isEqualTo(1);
        assertThat(few.low()).isBetween(0.3, 0.7);
        Estimate single = counts(new float[] {1.5f}, 1, 2).auc(REACH);
        assertThat(single.low()).isBetween(0.0, 0.2);
        assertThat(single.high()).isBetween(0.8, 1.0);
    }

    /// Most of the intervals of many small tables hold the true area, that of two normal distributions one
    /// apart.
    @Test
    void intervalsHoldTheTrueAreaAboutAsOftenAsTheySay() {
        double truth = Normal.probability(1 / Math.sqrt(2));
        SplittableRandom random = new SplittableRandom(5);
        int held = 0;
        for (int i = 0; i < 400; i++) {
            ScoreCounts.Builder builder = new ScoreCounts.Builder();
            for (int row = 0; row < 60; row++) {
                boolean isPositive = row % 3 == 0;
                builder.add((float) (random.nextGaussian() + (isPositive ? 1 : 0)), isPositive);
            }
            held += builder.build().auc(REACH).excludes(truth) ? 0 : 1;
        }
        assertThat(held / 400.0).isBetween(0.92, 0.98);
    }

    /// From above: hit, alarm, hit, alarm; so precision is 1, 1/2, 2/3, 1/2.
    @Test
    void curvesGoFromTheStrictestThresholdToTheLoosest() {
        ScoreCounts counts = counts(new float[] {4, 2}, 3, 1);
        assertThat(counts.roc(100))
                .extracting(CurvePoint::x, CurvePoint::y)
                .containsExactly(tuple(0, 0), tuple(0, 0.5), tuple(0.5, 0.5), tuple(0.5, 1), tuple(1, 1));
        assertThat(counts.precisionRecall(100))
                .extracting(CurvePoint::x, CurvePoint::y)
                .containsExactly(tuple(0.5, 1), tuple(0.5, 0.5), tuple(1, 2 / 3.0), tuple(1, 0.5));
        assertThat(counts.averagePrecision()).isCloseTo(0.5 * 1 + 0.5 * 2 / 3, CLOSE);
    }

    @Test
    void longCurvesKeepTheirEndsAndFewPoints() {
        ScoreCounts.Builder builder = new ScoreCounts.Builder();
        SplittableRandom random = new SplittableRandom(1);
        for (int row = 0; row < 10_000; row++) {
            builder.add((float) random.nextGaussian(), row % 4 == 0);
        }
        List<CurvePoint> roc = builder.build().roc(200);
        assertThat(roc).hasSizeBetween(150, 200);
        assertThat(roc.getFirst().x()).isZero();
        assertThat(roc.getLast().y()).isEqualTo(1);
    }

    private static Tuple tuple(double x, double y) {
        return Tuple.tuple(x, y);
    }

    /// More rows than are told apart exactly, of every sign and size: the curve and the area hardly move.
    @Test
    void veryManyScoresCountAsOneWhereTheyAgreeInTheirFirstDigits() {
        SplittableRandom random = new SplittableRandom(5);
        ScoreCounts.Builder exact = new ScoreCounts.Builder();
        ScoreCounts.Builder rounded = new ScoreCounts.Builder();
        for (int i = 0; i < ScoreCounts.Builder.EXACT_MAX; i++) {
            boolean isPositive = random.nextInt(4) == 0;
            float score = (float) (random.nextGaussian() * 3 + (isPositive ? 2 : 0));
            exact.add(score, isPositive);
            rounded.add(score, isPositive);
        }
        rounded.add(0, true);
        ScoreCounts one = exact.build();
        ScoreCounts other = rounded.build();
        assertThat(one.size()).isGreaterThan(20 * other.size());
        assertThat(other.positives()).isEqualTo(one.positives() + 1);
        assertThat(other.negatives()).isEqualTo(one.negatives());
        assertThat(other.auc()).isCloseTo(one.auc(), within(2e-6));
        assertThat(other.roc(200)).hasSizeLessThanOrEqualTo(201);
    }
}
