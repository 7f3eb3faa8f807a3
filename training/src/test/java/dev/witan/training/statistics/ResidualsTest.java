// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ResidualsTest {
    @Test
    void residualsAreLabelsLessPredictions() {
        Residuals residuals = Residuals.of(new double[] {1, 2, 3, 4}, new double[] {2, 1, 5, 4}, 4, 2, 1.96);
        assertThat(residuals.quantiles().get(3).value()).isEqualTo(0.5);
        assertThat(residuals.columns()).containsExactly(1L, 1L, 1L, 1L);
        assertThat(residuals.groups()).hasSize(2);
        assertThat(residuals.groups().getFirst().predicted()).isEqualTo(1.5);
        assertThat(residuals.groups().getLast().actual().value()).isEqualTo(4.5);
        assertThat(residuals.groups().getLast().low()).isCloseTo(4.1, within(1e-9));
    }

    @Test
    void aConstantResidualIsNoTrouble() {
        Residuals residuals = Residuals.of(new double[] {1, 1}, new double[] {1, 1}, 4, 10, 1.96);
        assertThat(residuals.columns().stream().mapToLong(it -> it).sum()).isEqualTo(2);
        assertThat(residuals.groups()).hasSize(2);
    }
}
