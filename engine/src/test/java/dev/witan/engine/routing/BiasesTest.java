// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import static dev.witan.engine.routing.RoutingCase.chosen;
import static dev.witan.engine.routing.RoutingCase.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.overlay.Guidance;
import org.junit.jupiter.api.Test;

class BiasesTest {
    @Test
    void aLiveBiasMovesTheChoiceAndNeverTheWeight() {
        Guidance guidance = Guidance.builder(3).addBias(2, 2.5f).live().build();
        RoutingPlan plan = new RoutingCase(new float[] {2, 1, 0})
                .obeying(guidance)
                .route(Router.builder(3).fanOut(2));
        assertThat(chosen(plan, 0)).containsExactly(2, 0);
        assertThat(plan.weight(0, 1)).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
    }

    @Test
    void aFullExpertIsNeverPreferredWhateverTheSignOfTheScores() {
        Guidance guidance = Guidance.builder(2).addBias(0, -2).build();
        RoutingPlan plan =
                new RoutingCase(new float[] {-1, -2}).obeying(guidance).route(Router.builder(2));
        assertThat(plan.chosen(0, 0))
                .as("a score times no room would be 0, the higher of the two")
                .isEqualTo(1);
    }

    @Test
    void addingTheSameToAllLogitsChangesNothing() {
        Guidance guidance =
                Guidance.builder(3).addBias(1, 0.75f).multiply(2, 2f).build();
        RoutingPlan plan = new RoutingCase(new float[] {1, 0.5f, 0.25f}, new float[] {-99, -99.5f, -99.75f})
                .obeying(guidance)
                .route(Router.builder(3).fanOut(3));
        assertThat(chosen(plan, 0)).containsExactly(chosen(plan, 1));
        assertThat(weights(plan, 0)).containsExactly(weights(plan, 1));
    }

    @Test
    void aFactorMovesBothTheChoiceAndTheWeight() {
        Guidance guidance = Guidance.builder(2).multiply(1, 3f).build();
        RoutingPlan plan = new RoutingCase(new float[] {0, 0})
                .obeying(guidance)
                .route(Router.builder(2).fanOut(2));
        assertThat(chosen(plan, 0)).containsExactly(1, 0);
        assertThat(plan.selection().get(0, 1)).isCloseTo((float) Math.log(3), within(1e-6f));
        assertThat(plan.weight(0, 0)).isCloseTo(0.75f, within(1e-6f));
    }

    @Test
    void aPinnedExpertIsAlwaysAmongTheChosenUnlessItIsForbidden() {
        Guidance pinned = Guidance.builder(3).pin(2).build();
        RoutingPlan plan = new RoutingCase(new float[] {3, 2, 1})
                .obeying(pinned)
                .route(Router.builder(3).fanOut(2));
        assertThat(chosen(plan, 0)).containsExactly(2, 0);
        assertThat(plan.weight(0, 1)).as("by the clean scores").isGreaterThan(plan.weight(0, 0));
        Guidance forbidden = Guidance.builder(3).pin(2).forbid(2, "tenant").build();
        RoutingPlan without = new RoutingCase(new float[] {3, 2, 1})
                .obeying(forbidden)
                .route(Router.builder(3).fanOut(2));
        assertThat(chosen(without, 0)).containsExactly(0, 1);
    }

    @Test
    void aPinIsHeldAlsoWhereItsGroupIsNotAmongTheBest() {
        Guidance pinned = Guidance.builder(4).pin(1).pin(3).build();
        RoutingPlan plan = new RoutingCase(new float[] {3, 2, 1, 0})
                .obeying(pinned)
                .route(Router.builder(4).fanOut(2).groups(2, 1));
        assertThat(chosen(plan, 0)).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void aPinWinsOverAnyPrice() {
        Guidance pinned = Guidance.builder(3).addBias(0, -1000).pin(0).live().build();
        RoutingPlan plan =
                new RoutingCase(new float[] {3, 2, 1}).obeying(pinned).route(Router.builder(3));
        assertThat(chosen(plan, 0)).containsExactly(0);
    }

    @Test
    void ofMorePinsThanARowHasExpertsTheFirstOnesCount() {
        Guidance pinned = Guidance.builder(4).pin(3).pin(2).pin(1).build();
        RoutingPlan plan = new RoutingCase(new float[] {3, 2, 1, 0})
                .obeying(pinned)
                .route(Router.builder(4).fanOut(2));
        assertThat(chosen(plan, 0)).containsExactlyInAnyOrder(3, 2);
    }

    @Test
    void aPinOfAnExpertThatNoGateScoresChangesNothing() {
        Guidance pinned = Guidance.builder(17).pin(16).build();
        float[] high = new float[16];
        high[3] = 1;
        RoutingPlan plan = new RoutingCase(high, high)
                .obeying(pinned)
                .route(Router.builder(16).shared(1));
        assertThat(chosen(plan, 0)).containsExactly(3, 16);
        assertThat(chosen(plan, 1)).containsExactly(3, 16);
    }

    @Test
    void spreadRowsGoEverywhereAlikeAndTheSameRowToTheSameExperts() {
        int rows = 4000;
        float[][] values = new float[rows][];
        for (int row = 0; row < rows; row++) {
            values[row] = new float[] {100, row / 2, 0, 0};
        }
        Guidance guidance = Guidance.builder(4).spread().forbid(3, "open").build();
        RoutingPlan plan = new RoutingCase(values)
                .obeying(guidance)
                .route(Router.builder(4).fanOut(2));
        int[] loads = new int[4];
        for (int row = 0; row < rows; row++) {
            assertThat(weights(plan, row)).containsExactly(0.5f, 0.5f);
            loads[plan.chosen(row, 0)]++;
            loads[plan.chosen(row, 1)]++;
            assertThat(chosen(plan, row)).isEqualTo(chosen(plan, row & ~1));
        }
        assertThat(loads[3]).isZero();
        for (int expert = 0; expert < 3; expert++) {
            assertThat((double) loads[expert]).isCloseTo(2.0 * rows / 3, within(150.0));
        }
    }

    @Test
    void exploringRequestsDrawByTheirProbabilitiesAndWeighByTheCleanScores() {
        int rows = 6000;
        float[][] values = new float[rows][];
        for (int row = 0; row < rows; row++) {
            values[row] = new float[] {(float) Math.log(0.6), (float) Math.log(0.3), (float) Math.log(0.1)};
        }
        Router router = Router.builder(3)
                .form(GatingForm.SOFTMAX_TOP_K)
                .unnormalised()
                .exploration(new Exploration(1f, 1f, 7))
                .build();
        RoutingPlan plan = new RoutingCase(values).route(router);
        double[] shares = new double[3];
        for (int row = 0; row < rows; row++) {
            shares[plan.chosen(row, 0)] += 1.0 / rows;
            assertThat(plan.isExplored(row)).isTrue();
            assertThat(plan.weight(row, 0))
                    .isCloseTo(new float[] {0.6f, 0.3f, 0.1f}[plan.chosen(row, 0)], within(1e-5f));
        }
        assertThat(shares[0]).isCloseTo(0.6, within(0.02));
        assertThat(shares[1]).isCloseTo(0.3, within(0.02));
    }

    @Test
    void whereScoresAreSharesExploringRequestsDrawByThemAndNotAllButEvenly() {
        int rows = 6000;
        float[][] values = new float[rows][];
        for (int row = 0; row < rows; row++) {
            // the logistic functions are 0.6, 0.3 and 0.1
            values[row] = new float[] {(float) Math.log(1.5), (float) Math.log(3 / 7.0), (float) Math.log(1 / 9.0)};
        }
        RouterBuilder router =
                Router.builder(3).form(GatingForm.SIGMOID).unnormalised().exploration(new Exploration(1f, 1f, 7));
        RoutingPlan plan = new RoutingCase(values).route(router);
        double[] shares = new double[3];
        for (int row = 0; row < rows; row++) {
            shares[plan.chosen(row, 0)] += 1.0 / rows;
            assertThat(plan.weight(row, 0))
                    .isCloseTo(new float[] {0.6f, 0.3f, 0.1f}[plan.chosen(row, 0)], within(1e-5f));
        }
        assertThat(shares[0]).isCloseTo(0.6, within(0.02));
        assertThat(shares[1]).isCloseTo(0.3, within(0.02));
    }

    @Test
    void anExpertWhoseShareABiasHasUsedUpIsDrawnAfterAllOthersAndNoDrawIsAPin() {
        int rows = 200;
        Guidance guidance = Guidance.builder(2).addBias(0, -2f).build();
        RoutingPlan plan = new RoutingCase(new float[rows][2])
                .obeying(guidance)
                .route(Router.builder(2).form(GatingForm.SIGMOID).exploration(new Exploration(1f, 1000f, 7)));
        for (int row = 0; row < rows; row++) {
            assertThat(plan.chosen(row, 0)).isEqualTo(1);
            assertThat(plan.selection().get(row, 1)).isFinite();
        }
    }

    @Test
    void theShareOfRequestsExploresAndTheSameRequestDrawsTheSameAgain() {
        int rows = 5000;
        float[][] values = new float[rows][];
        for (int row = 0; row < rows; row++) {
            values[row] = new float[] {1, 0, 0, 0, 0};
        }
        Router router =
                Router.builder(5).exploration(new Exploration(0.2f, 1f, 11)).build();
        RoutingPlan plan = new RoutingCase(values).route(router);
        RoutingPlan again = new RoutingCase(values).route(router);
        int explored = 0;
        for (int row = 0; row < rows; row++) {
            explored += plan.isExplored(row) ? 1 : 0;
            assertThat(again.chosen(row, 0)).isEqualTo(plan.chosen(row, 0));
            if (!plan.isExplored(row)) {
                assertThat(plan.chosen(row, 0)).isZero();
            }
        }
        assertThat((double) explored / rows).isCloseTo(0.2, within(0.02));
    }

    @Test
    void whoExploresSaysNothingOfWhichExpertIsDrawn() {
        int rows = 40_000;
        float[][] values = new float[rows][2];
        Router router =
                Router.builder(2).exploration(new Exploration(0.1f, 1f, 11)).build();
        RoutingPlan plan = new RoutingCase(values).route(router);
        int explored = 0;
        int first = 0;
        for (int row = 0; row < rows; row++) {
            explored += plan.isExplored(row) ? 1 : 0;
            first += plan.isExplored(row) && plan.chosen(row, 0) == 0 ? 1 : 0;
        }
        assertThat((double) first / explored).isCloseTo(0.5, within(0.04));
    }

    @Test
    void whereARowStandsInItsBatchDoesNotChangeItsDraw() {
        Router router =
                Router.builder(3).exploration(new Exploration(1f, 2f, 3)).build();
        float[] row = {0.2f, 0.1f, 0};
        RoutingPlan first = new RoutingCase(row, row, row).seeded(5, 6, 7).route(router);
        RoutingPlan second = new RoutingCase(row, row, row).seeded(7, 5, 6).route(router);
        assertThat(second.chosen(1, 0)).isEqualTo(first.chosen(0, 0));
        assertThat(second.chosen(2, 0)).isEqualTo(first.chosen(1, 0));
        assertThat(second.chosen(0, 0)).isEqualTo(first.chosen(2, 0));
    }

    @Test
    void refusesSharesAndTemperaturesThatMeanNothing() {
        assertThatThrownBy(() -> new Exploration(1.5f, 1f, 0))
                .hasMessage("exploration share must be between 0 and 1: 1.5");
        assertThatThrownBy(() -> new Exploration(0.5f, 0f, 0))
                .hasMessage("exploration temperature must be positive and finite: 0.0");
    }
}
