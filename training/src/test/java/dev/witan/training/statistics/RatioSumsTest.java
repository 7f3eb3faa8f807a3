// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RatioSumsTest {
    /// 3 of 4, from which the rows deviate by 0.5, 0.25, -0.75 and 0: half a width is the root of 0.875 * 4 / 3, a
    /// quarter of it.
    @Test
    void theIntervalIsThatOfWhatRowsDeviateByFromTheRatio() {
        RatioSums sums = new RatioSums();
        sums.add(2, 2);
        sums.add(1, 1);
        sums.add(0, 1);
        sums.add(0, 0);
        Estimate ratio = sums.ratio(1);
        assertThat(ratio.value()).isEqualTo(0.75);
        double half = Math.sqrt(0.875 * 4 / 3) / 4;
        assertThat(ratio.low()).isCloseTo(0.75 - half, within(1e-12));
        assertThat(ratio.high()).isCloseTo(0.75 + half, within(1e-12));
    }

    @Test
    void nothingCanBeDividedByNothing() {
        RatioSums sums = new RatioSums();
        sums.add(1, 0);
        assertThat(sums.ratio(1)).isEqualTo(Estimate.NONE);
    }
}
