// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwitchLossTest {
    private final Arena arena = Arena.ofConfined();
    private final Kernels kernels = Kernels.choose();

    @AfterEach
    void release() {
        arena.close();
    }

    private FloatMatrix matrix(float[]... rows) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows.length, rows[0].length);
        for (int row = 0; row < rows.length; row++) {
            matrix.copyRowFrom(row, rows[row], 0);
        }
        return matrix;
    }

    private RoutingPlan route(FloatMatrix scores, int fanOut) {
        RoutingPlan plan = new RoutingPlan(arena, scores.rows(), scores.columns(), fanOut);
        Router.topK(new float[scores.columns()], fanOut).route(kernels, scores, scores.rows(), plan);
        return plan;
    }

    private FloatMatrix probabilities(FloatMatrix scores) {
        FloatMatrix probabilities = FloatMatrix.allocate(arena, scores.rows(), scores.columns());
        for (int row = 0; row < scores.rows(); row++) {
            probabilities.copyRowFrom(row, scores, row);
        }
        kernels.softmax(probabilities, 0, scores.rows());
        return probabilities;
    }

    @Test
    void isAlphaWhenBalanced() {
        FloatMatrix scores = matrix(new float[] {2, 2, -2, -2}, new float[] {-2, -2, 2, 2});
        FloatMatrix gradient = FloatMatrix.allocate(arena, 2, 4);

        double loss = new SwitchLoss(0.01).addGradient(probabilities(scores), route(scores, 2), gradient);

        assertThat(loss).isCloseTo(0.01, within(1e-7));
    }

    /// By hand: f = (1, 1, 0) / 2 and P = softmax(ln 4, ln 3, ln 1) = (4, 3, 1) / 8, so the loss is 3 (4 + 3) / 16.
    @Test
    void averagesTheProbabilitiesOfAllExpertsChosenOrNot() {
        float[] row = {(float) Math.log(4), (float) Math.log(3), 0};
        FloatMatrix scores = matrix(row, row);
        FloatMatrix gradient = FloatMatrix.allocate(arena, 2, 3);

        double loss = new SwitchLoss(1).addGradient(probabilities(scores), route(scores, 2), gradient);

        assertThat(loss).isCloseTo(3 * 7 / 16.0, within(1e-6));
        assertThat(gradient.get(0, 2))
                .as("the expert that was not chosen is pulled up")
                .isNegative();
        assertThat(gradient.get(0, 2)).isCloseTo((float) (3 / 2.0 * (1 / 8.0) * (0 - 7 / 16.0)), within(1e-6f));
    }

    @Test
    void countsEveryAssignmentBeforeAnythingIsDropped() {
        FloatMatrix scores = matrix(new float[] {3, 1, 0}, new float[] {3, 1, 0}, new float[] {3, 0, 1});

        assertThat(SwitchLoss.shares(route(scores, 2), 3))
                .containsExactly(new double[] {3 / 6.0, 2 / 6.0, 1 / 6.0}, within(1e-12));
    }
}
