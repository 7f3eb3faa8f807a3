// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final Offset<Double> CLOSE = within(5e-5);
    private static final double REACH = Normal.reach(0.95, 1);

    @Test
    void quantilesAreThoseOfTheTables() {
        assertThat(REACH).isCloseTo(1.959964, within(1e-6));
        assertThat(Normal.reach(0.95, 5)).isCloseTo(2.575829, within(1e-6));
        assertThat(Normal.quantile(0.05)).isCloseTo(-1.644854, within(1e-6));
        assertThat(StudentT.quantile(0.975, 1)).isCloseTo(12.7062, CLOSE);
        assertThat(StudentT.quantile(0.975, 2)).isCloseTo(4.30265, CLOSE);
        assertThat(StudentT.quantile(0.975, 3)).isCloseTo(3.18245, CLOSE);
        assertThat(StudentT.quantile(0.975, 4)).isCloseTo(2.77645, CLOSE);
        assertThat(StudentT.quantile(0.995, 9)).isCloseTo(3.24984, CLOSE);
    }

    @Test
    void wilsonsIntervalHoldsForFewRowsAndAtTheEnds() {
        Estimate some = Estimate.share(8, 10, REACH);
        assertThat(some.low()).isCloseTo(0.4902, CLOSE);
        assertThat(some.high()).isCloseTo(0.9433, CLOSE);
        Estimate none = Estimate.share(0, 10, REACH);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(0.2775, CLOSE);
        assertThat(Estimate.share(0, 0, REACH).isKnown()).isFalse();
    }

    /// Newcombe's own example: 56 of 70 less 48 of 80 is 0.2, between 0.0524 and 0.3339.
    @Test
    void aDifferenceOfSharesHasTheEndsThatNewcombePublished() {
        Estimate difference = Estimate.share(56, 70, REACH).less(Estimate.share(48, 80, REACH));
        assertThat(difference.value()).isCloseTo(0.2, CLOSE);
        assertThat(difference.low()).isCloseTo(0.0524, CLOSE);
        assertThat(difference.high()).isCloseTo(0.3339, CLOSE);
        assertThat(difference.excludes(0)).isTrue();
        assertThat(difference.excludes(0.1)).isFalse();
    }

    @Test
    void aMeanOfFewValuesReachesAsFarAsStudentSays() {
        double[] values = {1, 2, 3, 4, 5};
        Estimate mean = Estimate.ofFew(values, 0.95);
        assertThat(Estimate.deviation(values)).isCloseTo(1.58114, CLOSE);
        assertThat(mean.value()).isEqualTo(3);
        assertThat(mean.high() - 3).isCloseTo(2.776445 * 1.581139 / Math.sqrt(5), CLOSE);
        assertThat(Estimate.ofFew(new double[] {7}, 0.95).hasInterval()).isFalse();
    }

    @Test
    void aMeanHasTheIntervalOfItsDeviation() {
        Estimate mean = Estimate.mean(15, 55, 5, 2);
        assertThat(mean.value()).isEqualTo(3);
        assertThat(mean.low()).isCloseTo(3 - 2 * Math.sqrt(2.5 / 5), CLOSE);
        assertThat(Estimate.mean(3, 9, 1, 2).hasInterval()).isFalse();
    }
}
