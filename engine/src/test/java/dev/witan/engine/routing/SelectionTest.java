// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import static dev.witan.engine.routing.RoutingCase.chosen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.Guidance;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static float[] logs(double... shares) {
        float[] logs = new float[shares.length];
        for (int i = 0; i < shares.length; i++) {
            logs[i] = (float) Math.log(shares[i]);
        }
        return logs;
    }

    @Test
    void aRequestMayAskForMoreOrFewerExpertsWithinTheBound() {
        Router router = Router.builder(5).fanOut(2).fanOutMax(3).build();
        float[] scores = {5, 4, 3, 2, 1};
        RoutingCase asked = new RoutingCase(scores, scores, scores);
        asked.batch.describe(0, 1, Guidance.NONE, 1, 0, 0);
        asked.batch.describe(2, 1, Guidance.NONE, 3, 0, 0);
        RoutingPlan plan = asked.route(router);
        assertThat(chosen(plan, 0)).containsExactly(0);
        assertThat(chosen(plan, 1)).containsExactly(0, 1);
        assertThat(chosen(plan, 2)).containsExactly(0, 1, 2);
        assertThatThrownBy(() -> router.requireFanOut(4))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("fan_out must be at most 3: 4");
    }

    @Test
    void aSoftMixtureAsksEveryExpert() {
        RoutingPlan plan =
                new RoutingCase(logs(0.2, 0.5, 0.3)).route(Router.builder(3).fanOut(3));
        assertThat(chosen(plan, 0)).containsExactly(1, 2, 0);
        assertThat(plan.weight(0, 0)).isBetween(0.4999f, 0.5001f);
    }

    @Test
    void topPTakesTheFewestThatReachTheShareAndAtMostK() {
        Router router = Router.builder(4).fanOut(3).topP(0.7f).build();
        RoutingPlan plan = new RoutingCase(
                        logs(0.8, 0.1, 0.05, 0.05), logs(0.1, 0.5, 0.3, 0.1), logs(0.25, 0.25, 0.25, 0.25))
                .route(router);
        assertThat(chosen(plan, 0)).containsExactly(0);
        assertThat(chosen(plan, 1)).containsExactly(1, 2);
        assertThat(chosen(plan, 2)).containsExactly(0, 1, 2);
        assertThat(plan.passedOver(0, 1)).isEqualTo(PassOver.BELOW_TOP_P);
        assertThat(plan.passedOver(0, 3)).isEqualTo(PassOver.OUTRANKED);
        assertThat(plan.weight(1, 0)).as("renormalised over the two").isBetween(0.6249f, 0.6251f);
    }

    @Test
    void topPCountsTheProbabilityAmongThoseThatAreLeft() {
        Router router = Router.builder(3).fanOut(2).topP(0.7f).build();
        Guidance guidance = Guidance.builder(3).forbid(0, "open").build();
        RoutingPlan plan =
                new RoutingCase(logs(0.5, 0.4, 0.1)).obeying(guidance).route(router);
        assertThat(chosen(plan, 0)).as("0.4 of 0.5 is enough").containsExactly(1);
    }

    @Test
    void groupsAreComparedByTheSumOfTheirTwoBest() {
        RoutingPlan plan = new RoutingCase(new float[] {9, 0, 0, 6, 5, 0, 4, 4, 4})
                .route(Router.builder(9).fanOut(3).groups(3, 2));
        assertThat(chosen(plan, 0)).as("sums 9, 11 and 8").containsExactly(0, 3, 4);
        assertThat(plan.passedOver(0, 6)).isEqualTo(PassOver.GROUP_NOT_CHOSEN);
    }

    @Test
    void aGroupWithOneExpertLeftCountsItTwiceSoThatAddingTheSameToAllChangesNothing() {
        Guidance guidance = Guidance.builder(4).forbid(1, "open").build();
        for (float shift : new float[] {0, -50, 50}) {
            RoutingPlan plan = new RoutingCase(new float[] {3 + shift, 9 + shift, 4 + shift, 1 + shift})
                    .obeying(guidance)
                    .route(Router.builder(4).fanOut(1).groups(2, 1));
            assertThat(chosen(plan, 0)).as("6 against 5, shifted by %s", shift).containsExactly(0);
        }
    }

    @Test
    void tiedGroupsGoToTheLowest() {
        RoutingPlan plan = new RoutingCase(new float[] {0, 0, 1, 1, 1, 1})
                .route(Router.builder(6).fanOut(2).groups(3, 1));
        assertThat(chosen(plan, 0)).containsExactly(2, 3);
    }

    @Test
    void groupLimitsSeeTheBiasAndARowWithAScoreThatIsNoNumberIsRefused() {
        Router router = Router.builder(4)
                .fanOut(2)
                .selectionBias(new float[] {0, 0, 5, 0})
                .groups(2, 1)
                .build();
        RoutingPlan plan = new RoutingCase(new float[] {2, 2, 0, 0}, new float[] {2, Float.NaN, 0, 0}).route(router);
        assertThat(chosen(plan, 0)).containsExactly(2, 3);
        assertThat(plan.fate(1)).isEqualTo(RowFate.NOT_A_NUMBER);
    }

    @Test
    void anExpertScoredMinusInfinityIsNeverChosen() {
        RoutingPlan plan = new RoutingCase(new float[] {Float.NEGATIVE_INFINITY, 1, Float.NEGATIVE_INFINITY})
                .route(Router.builder(3).fanOut(2));
        assertThat(chosen(plan, 0)).containsExactly(1);
        assertThat(plan.passedOver(0, 0)).isEqualTo(PassOver.NO_SCORE);
    }

    @Test
    void anInfiniteScoreIsRefused() {
        RoutingPlan plan = new RoutingCase(new float[] {Float.POSITIVE_INFINITY, 1})
                .route(Router.builder(2).fanOut(2));
        assertThat(plan.isRouted(0)).isFalse();
        assertThat(plan.fate(0)).isEqualTo(RowFate.NOT_A_NUMBER);
    }

    @Test
    void aMarkOfOneBatchIsGoneInTheNext() {
        Router router = Router.builder(3).fanOut(2).build();
        RoutingCase rows = new RoutingCase(new float[] {3, 2, 1});
        rows.obeying(Guidance.builder(3).forbid(0, "no").build());
        RoutingPlan plan = rows.plan(router);
        router.route(rows.kernels, rows.batch, rows.scores, plan);
        rows.obeying(Guidance.NONE);
        router.route(rows.kernels, rows.batch, rows.scores, plan);
        assertThat(chosen(plan, 0)).containsExactly(0, 1);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Router.builder(9).groups(2, 1).build())
                .hasMessage("the number of groups must divide the number of experts, 9: 2");
        assertThatThrownBy(() -> Router.builder(8).fanOut(4).groups(4, 1).build())
                .hasMessage("the chosen groups must hold at least as many experts as a row may have, 4: 2");
        assertThatThrownBy(() -> Router.builder(4).topP(0f).build())
                .hasMessage("topP must be above 0 and at most 1: 0.0");
        assertThatThrownBy(() -> Router.builder(4).unnormalised().build())
                .hasMessage("the softmax over the chosen experts always sums to one");
    }
}
