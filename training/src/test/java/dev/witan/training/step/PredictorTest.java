// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private final Arena arena = Arena.ofShared();
    private final Crew crew = new Crew(1);
    private final Kernels kernels = Kernels.available().getFirst();

    @AfterEach
    void free() {
        crew.close();
        arena.close();
    }

    /// One input, multiplied by each of `weights`.
    private FeedForward times(float... weights) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, 1, weights.length);
        matrix.copyRowFrom(0, weights, 0);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, weights.length);
        return new FeedForward(List.of(new Linear(PackedMatrix.pack(arena, matrix), bias, Activation.IDENTITY)));
    }

    private float[] predict(float[] inputs, float[] gateWeights, float... factors) {
        Gate gate = new NetworkGate(times(gateWeights));
        List<Expert> experts =
                List.of(new FfnExpert("a", "a", times(factors[0])), new FfnExpert("b", "b", times(factors[1])));
        Predictor predictor = new Predictor(arena, kernels, crew, gate, experts, Router.topK(new float[2], 2), 2);
        return predictor.predict(
                (row, values) -> values[0] = inputs[row],
                new int[] {0, 1, 2},
                Router.topK(new float[2], 2),
                RoutingWatch.none());
    }

    @Test
    void answersMoreRowsThanOneBatchHolds() {
        assertThat(predict(new float[] {1, 2, 3}, new float[] {0, 0}, 2, 4)).containsExactly(3, 6, 9);
    }

    @Test
    void refusesARowWithoutScoresInsteadOfRepeatingAnother() {
        assertThatThrownBy(() -> predict(new float[] {1, 2, Float.NaN}, new float[] {0, 0}, 2, 4))
                .hasMessage("scores and outputs must be finite numbers: those of row 2 are not");
    }

    @Test
    void refusesARowWhoseOutputOverflows() {
        assertThatThrownBy(() -> predict(new float[] {1, 3e38f, 1}, new float[] {0, 0}, 2, 4))
                .hasMessage("scores and outputs must be finite numbers: those of row 1 are not");
    }
}
