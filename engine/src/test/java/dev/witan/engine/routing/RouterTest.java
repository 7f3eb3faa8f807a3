// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private RoutingPlan route(float[] bias, int fanOut, float[]... scores) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, scores.length, bias.length);
        for (int row = 0; row < scores.length; row++) {
            matrix.copyRowFrom(row, scores[row], 0);
        }
        RoutingPlan plan = new RoutingPlan(arena, scores.length, bias.length, fanOut);
        Router.topK(bias, fanOut).route(kernels, matrix, scores.length, plan);
        return plan;
    }

    @Test
    void theTwoBestOfFourShareTheWeightByTheSoftmaxOfTheirLogits() {
        RoutingPlan plan = route(new float[4], 2, new float[] {1, 3, 2, -1});
        assertThat(plan.chosen(0, 0)).isEqualTo(1);
        assertThat(plan.chosen(0, 1)).isEqualTo(2);
        assertThat(plan.weight(0, 0)).isCloseTo((float) (1 / (1 + Math.exp(-1))), within(1e-6f));
        assertThat(plan.weight(0, 1)).isCloseTo((float) (1 / (1 + Math.E)), within(1e-6f));
    }

    @Test
    void theBiasMovesTheChoiceAndNeverTheWeight() {
        RoutingPlan plan = route(new float[] {2.5f, 0, 0, 0}, 2, new float[] {1, 3, 2, -1});
        assertThat(plan.chosen(0, 0)).isZero();
        assertThat(plan.chosen(0, 1)).isEqualTo(1);
        assertThat(plan.selection().get(0, 0)).isEqualTo(3.5f);
        assertThat(plan.weight(0, 0)).isCloseTo((float) (1 / (1 + Math.exp(2))), within(1e-6f));
    }

    @Test
    void aBiasPrefersTheFreeExpertAlsoAmongNegativeScores() {
        RoutingPlan plan = route(new float[] {-2, 0}, 1, new float[] {-1, -2});
        assertThat(plan.chosen(0, 0))
                .as("multiplying -1 by no capacity would choose the full one")
                .isEqualTo(1);
    }

    @Test
    void tiesGoToTheLowestIndex() {
        RoutingPlan plan = route(new float[4], 3, new float[] {0, 1, 1, 1});
        assertThat(new int[] {plan.chosen(0, 0), plan.chosen(0, 1), plan.chosen(0, 2)})
                .containsExactly(1, 2, 3);
    }

    @Test
    void aRowWithAScoreThatIsNotANumberIsNotRoutedAndItsNeighboursAre() {
        RoutingPlan plan =
                route(new float[3], 2, new float[] {1, 2, 3}, new float[] {1, Float.NaN, 3}, new float[] {3, 2, 1});
        assertThat(plan.isRouted(0)).isTrue();
        assertThat(plan.isRouted(1)).isFalse();
        assertThat(plan.isRouted(2)).isTrue();
    }

    @Test
    void aRowThatIsNotRoutedHasNoExpertAtAnyRank() {
        RoutingPlan plan = route(new float[3], 2, new float[] {1, 2, Float.NaN});
        assertThat(plan.chosen(0, 0)).isEqualTo(RoutingPlan.NONE);
        assertThat(plan.chosen(0, 1)).isEqualTo(RoutingPlan.NONE);
    }

    @Test
    void refusesAFanOutOutsideTheExpertsAndABiasThatIsNotFinite() {
        assertThatThrownBy(() -> Router.topK(new float[3], 4))
                .hasMessage("fanOut must be between 1 and the number of experts, 3: 4");
        assertThatThrownBy(() -> Router.topK(new float[3], 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Router.topK(new float[] {0, Float.NaN}, 1))
                .hasMessage("selection bias must be finite: NaN");
    }

    @RepeatedTest(20)
    void weightsSumToOneAndPermutingTheBatchPermutesThePlan(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        SplittableRandom random = new SplittableRandom(seed);
        int experts = 2 + random.nextInt(30);
        int fanOut = 1 + random.nextInt(experts);
        float[][] scores = new float[9][experts];
        for (float[] row : scores) {
            for (int expert = 0; expert < experts; expert++) {
                row[expert] = random.nextInt(-20, 20) / 4f;
            }
        }
        RoutingPlan plan = route(new float[experts], fanOut, scores);
        RoutingPlan reversed = route(new float[experts], fanOut, reverse(scores));
        for (int row = 0; row < 9; row++) {
            float sum = 0;
            for (int rank = 0; rank < fanOut; rank++) {
                sum += plan.weight(row, rank);
                assertThat(reversed.chosen(8 - row, rank)).as("seed %d", seed).isEqualTo(plan.chosen(row, rank));
                assertThat(reversed.weight(8 - row, rank)).as("seed %d", seed).isEqualTo(plan.weight(row, rank));
            }
            assertThat(sum).as("seed %d", seed).isCloseTo(1f, within(1e-5f));
        }
    }

    private static float[][] reverse(float[][] rows) {
        float[][] reversed = new float[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            reversed[row] = rows[rows.length - 1 - row];
        }
        return reversed;
    }
}
