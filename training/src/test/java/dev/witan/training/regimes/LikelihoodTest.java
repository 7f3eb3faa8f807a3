// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikelihoodTest {
    private static final double STEP = 1e-4;

    @ParameterizedTest
    @CsvSource({"NORMAL, 0.7", "LOGISTIC, 0", "LOGISTIC, 1", "SOFTMAX, 0", "SOFTMAX, 2"})
    void slopeAndCurvatureAreThoseOfTheLikelihood(Likelihood likelihood, double label) {
        double[] outputs = likelihood == Likelihood.SOFTMAX ? new double[] {0.3, -0.8, 1.1} : new double[] {0.4};
        double[] slope = new double[outputs.length];
        likelihood.slope(outputs, label, slope);

        for (int i = 0; i < outputs.length; i++) {
            double middle = likelihood.of(outputs, label, 1);
            double up = moved(likelihood, outputs, i, STEP, label);
            double down = moved(likelihood, outputs, i, -STEP, label);
            double own = likelihood == Likelihood.SOFTMAX ? (i == (int) label ? 1 : 0) : label;
            assertThat(slope[i]).isCloseTo((up - down) / (2 * STEP), within(1e-6));
            assertThat(likelihood.curvature(own, slope[i]))
                    .isCloseTo((2 * middle - up - down) / (STEP * STEP), within(1e-5))
                    .isLessThanOrEqualTo(likelihood.bound());
        }
    }

    private static double moved(Likelihood likelihood, double[] outputs, int i, double step, double label) {
        double[] moved = outputs.clone();
        moved[i] += step;
        return likelihood.of(moved, label, 1);
    }
}
