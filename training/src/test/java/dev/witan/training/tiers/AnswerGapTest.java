// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.training.data.TargetKind;
import org.junit.jupiter.api.Test;

class AnswerGapTest {
    @Test
    void isTheDivergenceOfTwoOdds() {
        float[] full = {(float) Math.log(3)};
        float[] cheap = {0};

        double gap = AnswerGap.of(TargetKind.BINARY, full, cheap, 0, 1);

        assertThat(gap).isCloseTo(0.75 * Math.log(0.75 / 0.5) + 0.25 * Math.log(0.25 / 0.5), within(1e-7));
    }

    @Test
    void isTheDivergenceOfTwoDistributions() {
        float[] full = {9, 9, (float) Math.log(2), 0, 0};
        float[] cheap = {0, 0, 5, 5, 5};

        double gap = AnswerGap.of(TargetKind.MULTI_CLASS, full, cheap, 2, 3);

        assertThat(gap).isCloseTo(0.5 * Math.log(0.5 * 3) + 0.5 * Math.log(0.25 * 3), within(1e-7));
    }

    @Test
    void isHalfTheSquaredDifferenceOfTwoNumbers() {
        assertThat(AnswerGap.of(TargetKind.REGRESSION, new float[] {5}, new float[] {2}, 0, 1))
                .isEqualTo(4.5);
    }

    @Test
    void isNothingBetweenEqualAnswers() {
        float[] answer = {40, -3, 2};
        assertThat(AnswerGap.of(TargetKind.BINARY, answer, answer, 0, 1)).isZero();
        assertThat(AnswerGap.of(TargetKind.MULTI_CLASS, answer, answer, 0, 3)).isZero();
    }
}
