// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.kernels.FloatMatrix;
import dev.witan.training.network.SeededNumbers;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectiveTest {
    private static final double SHARE = 0.25;

    static Stream<Arguments> objectives() {
        return Stream.of(
                Arguments.of(SingleObjective.LOGISTIC, 1, new double[] {1}),
                Arguments.of(SingleObjective.SOFTMAX, 3, new double[] {2}),
                Arguments.of(SingleObjective.SQUARED_ERROR, 1, new double[] {0.7}),
                Arguments.of(new LabelsObjective(4), 4, new double[] {1, 0, 0, 1}),
                Arguments.of(new PinballObjective(List.of(0.1, 0.5, 0.9)), 3, new double[] {0.3}),
                Arguments.of(new PinballObjective(List.of(0.25)), 1, new double[] {-1}));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void theGradientIsTheSlopeOfTheLoss(RowObjective objective, int outputs, double[] targets) {
        SeededNumbers random = new SeededNumbers(17);
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix combined = FloatMatrix.allocate(arena, 2, outputs);
            FloatMatrix gradient = FloatMatrix.allocate(arena, 2, outputs);
            FloatMatrix ignored = FloatMatrix.allocate(arena, 2, outputs);
            for (int trial = 0; trial < 20; trial++) {
                for (int i = 0; i < outputs; i++) {
                    combined.set(1, i, (float) (2 * random.normal()));
                }
                objective.gradient(combined, 1, targets, SHARE, gradient);
                for (int i = 0; i < outputs; i++) {
                    float at = combined.get(1, i);
                    combined.set(1, i, at + 1e-3f);
                    double above = objective.gradient(combined, 1, targets, SHARE, ignored);
                    double width = combined.get(1, i);
                    combined.set(1, i, at - 1e-3f);
                    double below = objective.gradient(combined, 1, targets, SHARE, ignored);
                    width -= combined.get(1, i);
                    combined.set(1, i, at);
                    assertThat((double) gradient.get(1, i)).isCloseTo((above - below) / width, within(2e-4));
                }
            }
        }
    }

    /// Quantiles 1, 1 + log 2 and 1 + 2 log 2 of a target of 1.5.
    @Test
    void thePinballLossIsThatOfTheQuantilesThatAreServed() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix combined = FloatMatrix.allocate(arena, 1, 3);
            combined.set(0, 0, 1);
            double loss = new PinballObjective(List.of(0.1, 0.5, 0.9))
                    .gradient(combined, 0, new double[] {1.5}, 1, FloatMatrix.allocate(arena, 1, 3));
            double step = Math.log(2);
            assertThat(loss).isCloseTo((0.1 * 0.5 + 0.5 * (step - 0.5) + 0.1 * (2 * step - 0.5)) / 3, within(1e-12));
        }
    }
}
