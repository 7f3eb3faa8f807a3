// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.routing.Plans;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One row that goes to experts 2, 0 and 1 with weights a half, a quarter and a quarter; expert `e` answers
/// `(10 + e, -e)`.
class WeightedSumTest {
    private final Arena arena = Arena.ofConfined();
    private final FloatMatrix combined = FloatMatrix.allocate(arena, 1, 2);

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private Coverage combine(Set<Integer> failed, float outputOfFirst) {
        return combine(failed, outputOfFirst, 0.5f, 0.25f, 0.25f);
    }

    private Coverage combine(Set<Integer> failed, float outputOfFirst, float... weights) {
        RoutingPlan plan = Plans.of(arena, 3, new int[][] {{2, 0, 1}}, new float[][] {weights});
        Dispatcher dispatcher = new Dispatcher(arena, 1, 3, 3, 1, 2);
        dispatcher.group(plan, FloatMatrix.allocate(arena, 1, 1));
        dispatcher.cut(new int[] {1, 1, 1});
        ExpertAnswers answers = new ExpertAnswers(() -> 0, () -> {});
        answers.open(dispatcher);
        for (int index = 0; index < dispatcher.batches(); index++) {
            ExpertBatch batch = dispatcher.batch(index);
            batch.output().set(batch.from(), 0, batch.expert() == 2 ? outputOfFirst : 10 + batch.expert());
            batch.output().set(batch.from(), 1, -batch.expert());
            if (failed.contains(batch.expert())) {
                answers.failed(batch, new WitanException(ErrorCode.EXPERT_FAILED, "out of order"));
            } else {
                answers.answered(batch);
            }
        }
        assertThat(answers.pending()).isZero();
        combined.fill(99);
        return new WeightedSum().combine(Kernels.available().getFirst(), plan, dispatcher, answers, 0, combined);
    }

    @Test
    void sumsWhatTheExpertsSaidByTheirWeights() {
        assertThat(combine(Set.of(), 12)).isEqualTo(Coverage.COMPLETE);
        assertThat(combined.get(0, 0)).isEqualTo(0.5f * 12 + 0.25f * 10 + 0.25f * 11);
        assertThat(combined.get(0, 1)).isEqualTo(-1.25f);
    }

    @Test
    void renormalisesOverTheExpertsThatAnswered() {
        assertThat(combine(Set.of(2), 12)).isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(0, 0)).isEqualTo(10.5f);
    }

    @Test
    void theBestOfThoseThatAnsweredStandsInWhereTheirWeightsAreTooSmallToBeNumbers() {
        assertThat(combine(Set.of(2), 12, 1, 0, 0)).isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(0, 0)).isEqualTo(10);
        assertThat(combine(Set.of(2), 12, 1, 2 * Float.MIN_VALUE, 2 * Float.MIN_VALUE))
                .isEqualTo(Coverage.PARTIAL);
        assertThat(combined.get(0, 0)).isEqualTo(10.5f);
    }

    @Test
    void saysSoWhenNobodyAnsweredOrTheSumIsNotFinite() {
        assertThat(combine(Set.of(0, 1, 2), 12)).isEqualTo(Coverage.NONE);
        assertThat(combine(Set.of(), Float.POSITIVE_INFINITY)).isEqualTo(Coverage.NOT_FINITE);
    }

    @Test
    void anExpertThatFailedDoesNotSpoilTheSumWithWhatItLeftBehind() {
        assertThat(combine(Set.of(2), Float.NaN)).isEqualTo(Coverage.PARTIAL);
    }
}
