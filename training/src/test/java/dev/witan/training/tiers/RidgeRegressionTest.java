// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RidgeRegressionTest {
    @Test
    void findsTheLineThatThePointsAreOn() {
        float[][] rows = {{0, 1}, {1, 0}, {2, 2}, {3, -1}};

        double[] weights = new RidgeRegression(rows, 0).fit(new double[] {4, 3, 11, 4});

        assertThat(weights).containsExactly(new double[] {2, 3, 1}, within(1e-6));
        assertThat(RidgeRegression.predict(weights, rows[2])).isCloseTo(11, within(1e-6));
    }

    /// Where the gradient of the penalised squares is zero, the fit is the best one.
    @Test
    void leavesNoGradient() {
        SplittableRandom random = new SplittableRandom(3);
        float[][] rows = new float[200][5];
        double[] targets = new double[200];
        for (int row = 0; row < 200; row++) {
            for (int i = 0; i < 5; i++) {
                rows[row][i] = (float) random.nextGaussian();
            }
            targets[row] = random.nextGaussian();
        }
        double penalty = 0.1;

        double[] weights = new RidgeRegression(rows, penalty).fit(targets);

        for (int i = 0; i < 5; i++) {
            double gradient = penalty * 200 * weights[i];
            for (int row = 0; row < 200; row++) {
                gradient += (RidgeRegression.predict(weights, rows[row]) - targets[row]) * rows[row][i];
            }
            assertThat(gradient).isCloseTo(0, within(1e-2));
        }
    }
}
