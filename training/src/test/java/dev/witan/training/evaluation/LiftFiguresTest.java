// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LiftFiguresTest {
    /// Differences 0.1, 0.2 and 0.3, with a deviation of 0.1; Student's reach with two degrees of freedom is 4.30265.
    @Test
    void differencesArePairedBySeed() {
        double[] mixture = {0.9, 0.7, 0.8};
        double[] other = {0.8, 0.5, 0.5};
        LiftFigures.Contender contender = LiftFigures.Contender.of("x", 1, other, mixture, Measure.AUC, 0.95);
        assertThat(contender.behind().value()).isCloseTo(0.2, within(1e-12));
        assertThat(contender.behind().low()).isCloseTo(0.2 - 4.30265 * 0.1 / Math.sqrt(3), within(1e-5));
        assertThat(contender.mean().value()).isCloseTo(0.6, within(1e-12));
        assertThat(contender.deviation()).isCloseTo(Math.sqrt(0.03), within(1e-12));
    }

    @Test
    void ofWhatShouldBeLowTheMixtureIsBetterByWhatItHasLess() {
        LiftFigures.Contender contender =
                LiftFigures.Contender.of("x", 1, new double[] {5, 6}, new double[] {3, 4}, Measure.RMSE, 0.95);
        assertThat(contender.behind().value()).isEqualTo(2);
    }

    @Test
    void theMixtureIsHeldAgainstNothing() {
        LiftFigures.Contender mixture = LiftFigures.Contender.ofMixture("m", 1, new double[] {1, 3}, 0.95);
        assertThat(mixture.behind().hasInterval()).isFalse();
        assertThat(mixture.mean().value()).isEqualTo(2);
    }
}
