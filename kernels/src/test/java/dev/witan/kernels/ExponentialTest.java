// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {
    @Test
    void staysWithinOneUnitInTheLastPlace() {
        double worst = 0;
        for (float x = -104f; x < 89f; x += 0.00037f) {
            worst = Math.max(worst, error(x));
        }
        assertThat(worst).isLessThan(1.0);
    }

    private static double error(float x) {
        double exact = Math.exp(x);
        float rounded = (float) exact;
        float result = Exponential.exp(x);
        return Float.isInfinite(rounded) || Float.isInfinite(result)
                ? (rounded == result ? 0 : 2)
                : Math.abs(result - exact) / Math.ulp(rounded);
    }

    @Test
    void handlesTheEnds() {
        assertThat(Exponential.exp(0f)).isEqualTo(1f);
        assertThat(Exponential.exp(-0f)).isEqualTo(1f);
        assertThat(Exponential.exp(Float.NaN)).isNaN();
        assertThat(Exponential.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Exponential.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Exponential.exp(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Exponential.exp(-Float.MAX_VALUE)).isZero();
        assertThat(Exponential.exp(88.72283f)).isFinite();
        assertThat(Exponential.exp(88.7229f)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Exponential.exp(-103f)).isEqualTo((float) Math.exp(-103f));
    }
}
