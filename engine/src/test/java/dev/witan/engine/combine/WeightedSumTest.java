// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One row that goes to three experts with weights a half, a quarter and a quarter, which answer `(12, -2)`,
/// `(10, 0)` and `(11, -1)`.
class WeightedSumTest {
    private static final float[] FIRST = {12, -2};
    private static final float[] SECOND = {10, 0};
    private static final float[] THIRD = {11, -1};

    private final Arena arena = Arena.ofConfined();
    private final FloatMatrix combined = FloatMatrix.allocate(arena, 2, 2);

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private Coverage combine(RowAnswers answers) {
        return Said.combine(new WeightedSum(), answers, combined);
    }

    private RowAnswers said(float[] first, float[] second, float[] third) {
        return new Said(arena, first, second, third).weighted(0.5f, 0.25f, 0.25f);
    }

    @Test
    void sumsWhatTheExpertsSaidByTheirWeights() {
        assertThat(combine(said(FIRST, SECOND, THIRD))).isEqualTo(Coverage.COMPLETE);
        assertThat(combined.get(1, 0)).isEqualTo(0.5f * 12 + 0.25f * 10 + 0.25f * 11);
        assertThat(combined.get(1, 1)).isEqualTo(-1.25f);
    }

    @Test
    void renormalisesOverTheExpertsThatAnswered() {
        assertThat(combine(said(null, SECOND, THIRD))).isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(1, 0)).isEqualTo(10.5f);
    }

    @Test
    void keepsTheScaleOfWeightsThatDoNotSumToOne() {
        Said said = new Said(arena, null, SECOND, THIRD);
        assertThat(combine(said.weighted(1f, 0.5f, 0.5f))).isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(1, 0))
                .as("2 was asked, 1 is there: 2 * 0.5 * 10 + 2 * 0.5 * 11")
                .isEqualTo(21);
    }

    @Test
    void weightsThatWereAllZeroStayZeroWhoeverFails() {
        Said said = new Said(arena, null, SECOND, THIRD);
        assertThat(combine(said.weighted(0f, 0f, 0f))).isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(1, 0)).isZero();
    }

    @Test
    void thoseAlwaysOnKeepTheirWeightWhoeverFails() {
        Said said = new Said(arena, FIRST, null, THIRD);
        assertThat(combine(said.withShared(2, 0.5f, 0.5f, 1f))).isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(1, 0)).isEqualTo(12 + 11);
        said = new Said(arena, FIRST, SECOND, null);
        assertThat(combine(said.withShared(2, 0.5f, 0.5f, 1f))).isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(1, 0)).as("nobody takes its part over").isEqualTo(11);
        said = new Said(arena, null, null, THIRD);
        assertThat(combine(said.withShared(2, 0.5f, 0.5f, 1f))).isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(1, 0)).isEqualTo(11);
    }

    @Test
    void theBestOfThoseThatAnsweredStandsInWhereTheirWeightsAreTooSmallToBeNumbers() {
        Said said = new Said(arena, null, SECOND, THIRD);
        assertThat(combine(said.weighted(1, 0, 0))).isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(1, 0)).isEqualTo(10);
        assertThat(combine(said.weighted(1, 2 * Float.MIN_VALUE, 2 * Float.MIN_VALUE)))
                .isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(1, 0)).isEqualTo(10.5f);
    }

    @Test
    void saysSoWhenNobodyAnsweredOrTheSumIsNotFinite() {
        assertThat(combine(said(null, null, null))).isEqualTo(Coverage.NONE);
        assertThat(combine(said(new float[] {Float.POSITIVE_INFINITY, 0}, SECOND, THIRD)))
                .isEqualTo(Coverage.NOT_FINITE);
    }
}
