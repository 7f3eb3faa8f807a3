// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import static dev.witan.engine.routing.RoutingCase.chosen;
import static dev.witan.engine.routing.RoutingCase.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.overlay.Guidance;
import org.junit.jupiter.api.Test;

class CapacityLimitTest {
    private static Capacity overflow(float factor) {
        return new Capacity(Capacity.Policy.OVERFLOW, factor, 1);
    }

    private static Capacity shed(float factor) {
        return new Capacity(Capacity.Policy.SHED, factor, 1);
    }

    @Test
    void roomIsTheEvenShareTimesTheFactorAndAtLeastTheLeast() {
        assertThat(new Capacity(Capacity.Policy.SHED, 1.25f, 1).of(10, 2, 8)).isEqualTo(4);
        assertThat(new Capacity(Capacity.Policy.SHED, 1f, 8).of(10, 2, 8)).isEqualTo(8);
    }

    @Test
    void theRowThatWantsAnExpertMostGetsItWhenItCameLast() {
        // Both want expert 0; there is room for one row each.
        float[] little = {1, 0.9f};
        float[] much = {5, 0};
        RoutingPlan plan = new RoutingCase(little, much).route(Router.builder(2).capacity(overflow(1)));
        assertThat(chosen(plan, 1)).containsExactly(0);
        assertThat(chosen(plan, 0)).as("the next best").containsExactly(1);
        assertThat(plan.passedOver(0, 0)).isEqualTo(PassOver.FULL);
        assertThat(plan.dropped()).isEqualTo(1);
    }

    @Test
    void wantingIsComparedByProbabilityAndNotByLogitsThatShiftByRow() {
        float[] sure = {5, 0};
        float[] unsureButHigh = {100, 99.9f};
        RoutingPlan plan =
                new RoutingCase(unsureButHigh, sure).route(Router.builder(2).capacity(overflow(1)));
        assertThat(chosen(plan, 1)).containsExactly(0);
        assertThat(chosen(plan, 0)).containsExactly(1);
    }

    @Test
    void allFirstChoicesCompeteBeforeAnySecondChoice() {
        // Room for one row per expert and rank: row 0 wants 0 then 1 (1 very much), row 1 wants 1 first, but less so.
        float[] first = {2, 1.9f, -9, -9};
        float[] second = {-9, 0.4f, 0.3f, 0.2f};
        RoutingPlan plan =
                new RoutingCase(first, second).route(Router.builder(4).fanOut(2).capacity(shed(0.5f)));
        assertThat(chosen(plan, 1)).contains(1);
        assertThat(chosen(plan, 0)).containsExactly(0);
    }

    @Test
    void whatIsLeftIsRenormalisedWhereRowsAreShed() {
        float[] row = {2, 1};
        float[] surer = {3, 1};
        RoutingPlan plan =
                new RoutingCase(row, surer).route(Router.builder(2).fanOut(2).capacity(shed(0.5f)));
        assertThat(chosen(plan, 1)).containsExactly(0);
        assertThat(chosen(plan, 0)).containsExactly(1);
        assertThat(weights(plan, 0)).containsExactly(1f);
        assertThat(plan.dropped()).isEqualTo(2);
    }

    @Test
    void aRowThatGetsNothingIsNotRouted() {
        RoutingPlan plan = new RoutingCase(new float[] {1, 0}, new float[] {2, 0})
                .route(Router.builder(2).capacity(shed(1)));
        assertThat(plan.isRouted(0)).isFalse();
        assertThat(plan.fate(0)).isEqualTo(RowFate.NO_ROOM);
        assertThat(chosen(plan, 1)).containsExactly(0);
    }

    @Test
    void overflowGoesToNobodyWhoIsForbidden() {
        Guidance guidance = Guidance.builder(3).forbid(1, "open").build();
        RoutingPlan plan = new RoutingCase(new float[] {2, 1, 0}, new float[] {3, 1, 0})
                .obeying(guidance)
                .route(Router.builder(3).capacity(overflow(1)));
        assertThat(chosen(plan, 0)).containsExactly(2);
        assertThat(plan.passedOver(0, 1)).isEqualTo(PassOver.NOT_PERMITTED);
    }

    @Test
    void overflowedExpertsTakeTheirPlaceByScoreAndTheirWeightFromTheCleanOnes() {
        // Room for two rows each: expert 0 takes the two surest rows.
        float[] row = {3, 2, 1};
        RoutingPlan plan = new RoutingCase(row, new float[] {9, 0, 0}, new float[] {9, 0, 0.1f})
                .route(Router.builder(3).fanOut(2).capacity(overflow(1)));
        assertThat(chosen(plan, 0)).containsExactly(1, 2);
        assertThat(plan.weight(0, 0)).isCloseTo((float) (1 / (1 + Math.exp(-1))), within(1e-6f));
    }

    @Test
    void anExpertThatIsWantedByNoMoreThanItHasRoomForLosesNobody() {
        RoutingPlan plan = new RoutingCase(new float[] {1, 0}, new float[] {0, 1})
                .route(Router.builder(2).capacity(shed(1)));
        assertThat(chosen(plan, 0)).containsExactly(0);
        assertThat(chosen(plan, 1)).containsExactly(1);
        assertThat(plan.dropped()).isZero();
    }

    @Test
    void rowsThatNoExpertRunsForTakeNoRoomOfThoseThatRun() {
        // One row of either kind, one place: the row that only asks wants it more.
        for (Capacity capacity : new Capacity[] {shed(1), overflow(1)}) {
            RoutingCase both = new RoutingCase(new float[] {5, 0}, new float[] {1, 0});
            both.batch.idle(0, 1);
            RoutingPlan plan = both.route(Router.builder(2).capacity(capacity));
            assertThat(chosen(plan, 1)).containsExactly(0);
            assertThat(plan.passedOver(0, 0)).isEqualTo(PassOver.FULL);
            assertThat(plan.dropped()).as("only what was to run is lost").isZero();
        }
    }

    @Test
    void rowsThatOnlyAskAreRoutedAsIfTheyRanAfterTheOthers() {
        RoutingCase asking = new RoutingCase(new float[] {5, 0}, new float[] {1, 0});
        asking.batch.idle(0, 2);
        RoutingPlan plan = asking.route(Router.builder(2).capacity(overflow(1)));
        assertThat(chosen(plan, 0)).containsExactly(0);
        assertThat(chosen(plan, 1)).containsExactly(1);
        asking.batch.reset(2);
        assertThat(asking.batch.isIdle(0)).isFalse();
    }

    @Test
    void whatOverflowedIsToldFromWhatWasShed() {
        // Three rows, one place each: one row has nowhere to go.
        float[] row = {2, 1};
        RoutingPlan plan =
                new RoutingCase(row, row, row).route(Router.builder(2).capacity(overflow(0.5f)));
        assertThat(plan.dropped()).isEqualTo(2);
        assertThat(plan.overflowed()).isEqualTo(1);
    }

    @Test
    void refusesFactorsThatMeanNothing() {
        assertThatThrownBy(() -> shed(0)).hasMessage("capacity factor must be positive and finite: 0.0");
        assertThatThrownBy(() -> new Capacity(Capacity.Policy.SHED, 1f, 0))
                .hasMessage("least capacity must be positive: 0");
    }
}
