// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CombineRuleTest {
    private static final Combiner SUM = new WeightedSum();

    @Test
    void waitsForEverybodyWhereNothingElseIsSaid() {
        CombineRule rule = CombineRule.of(SUM);
        assertThat(rule.quorum()).isEqualTo(1);
        assertThat(rule.patience()).isEqualTo(CombineRule.PATIENCE_MAX);
        assertThat(rule.fallbackExpert()).isEmpty();
        assertThat(new CombineRule(SUM, 1, Duration.ZERO, 3).fallbackExpert()).hasValue(3);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new CombineRule(SUM, 0, Duration.ZERO, 0)).hasMessage("quorum must be at least 1: 0");
        assertThatThrownBy(() -> new CombineRule(SUM, 1, Duration.ofMillis(-1), 0))
                .hasMessage("patience must be between 0 and PT24H: PT-0.001S");
        assertThatThrownBy(() -> new CombineRule(SUM, 1, Duration.ZERO, -2))
                .hasMessage("fallback must be an expert's index, or -1 for none: -2");
    }
}
