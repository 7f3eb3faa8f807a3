// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.routing.Capacity;
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
    private Router router;

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

    /// Rows that all want expert 0, which has room for one of two; then `b` answers what is left over.
    private Predictor shedding(int fallback) {
        Router router = Router.builder(2)
                .scale(3f)
                .capacity(new Capacity(Capacity.Policy.SHED, 1f, 1))
                .build();
        MoeLayer layer = new MoeLayer(
                kernels,
                new NetworkGate(times(1, 0)),
                router,
                List.of(new FfnExpert("a", "a", times(2)), new FfnExpert("b", "b", times(4))),
                new CombineRule(new WeightedSum(), 1, CombineRule.PATIENCE_MAX, fallback));
        this.router = router;
        return new Predictor(arena, crew, layer, 2);
    }

    private Predictions shed(Predictor predictor) {
        float[] inputs = {1, 2, 3, 4};
        return predictor.predictWhereThereIsRoom(
                (row, values) -> values[0] = inputs[row],
                new int[] {3, 2, 1, 0},
                Predictor.RowWishes.NONE,
                router,
                RoutingWatch.none());
    }

    @Test
    void rowsThatAreShedAreCountedAndLeftOut() {
        Predictions answers = shed(shedding(CombineRule.NO_FALLBACK));
        assertThat(answers.shed()).isEqualTo(2);
        assertThat(answers.stoodIn()).isZero();
        assertThat(answers.answered(new int[] {3, 2, 1, 0})).containsExactly(3, 1);
        assertThat(answers.ofAnswered()).containsExactly(24, 12);
        assertThat(answers.outputs()).containsExactly(24, Float.NaN, 12, Float.NaN);
    }

    @Test
    void theFallbackAnswersWhatIsShedAsItDoesInServing() {
        Predictions answers = shed(shedding(1));
        assertThat(answers.shed()).isZero();
        assertThat(answers.stoodIn()).isEqualTo(2);
        assertThat(answers.outputs()).containsExactly(24, 36, 12, 12);
    }

    @Test
    void whoNeedsEveryAnswerIsToldHowManyWereShed() {
        Predictor predictor = shedding(CombineRule.NO_FALLBACK);
        assertThatThrownBy(() -> predictor.predict(
                        (row, values) -> values[0] = 1, new int[] {0, 1}, router, RoutingWatch.none()))
                .hasMessage("every row needs an answer: 1 of 2 were shed, since their experts were full"
                        + " (routing.capacity)");
    }
}
