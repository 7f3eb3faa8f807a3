// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import static dev.witan.engine.routing.RoutingCase.chosen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasksTest {
    private static final float[] FOUR = {4, 3, 2, 1};

    private static RouterBuilder topTwo() {
        return Router.builder(4).fanOut(2);
    }

    @Test
    void aForbiddenExpertIsPassedOverForTheNextBest() {
        Guidance guidance = Guidance.builder(4).forbid(0, "tenant").build();
        RoutingPlan plan = new RoutingCase(FOUR).obeying(guidance).route(topTwo());
        assertThat(chosen(plan, 0)).containsExactly(1, 2);
        assertThat(plan.passedOver(0, 0)).isEqualTo(PassOver.NOT_PERMITTED);
        assertThat(plan.passedOver(0, 3)).isEqualTo(PassOver.OUTRANKED);
    }

    @Test
    void aRowThatMaySeeNobodyIsNotRoutedAndOneThatMaySeeOneGoesToThatOne() {
        Guidance.Builder nobody = Guidance.builder(4);
        Guidance.Builder last = Guidance.builder(4);
        for (int expert = 0; expert < 4; expert++) {
            nobody.forbid(expert, "no");
            if (expert < 3) {
                last.forbid(expert, "no");
            }
        }
        RoutingPlan none = new RoutingCase(FOUR).obeying(nobody.build()).route(topTwo());
        assertThat(none.isRouted(0)).isFalse();
        assertThat(none.fate(0)).isEqualTo(RowFate.NONE_PERMITTED);
        RoutingPlan one = new RoutingCase(FOUR).obeying(last.build()).route(topTwo());
        assertThat(chosen(one, 0)).containsExactly(3);
        assertThat(one.weight(0, 0)).isEqualTo(1f);
    }

    @Test
    void aRowThatFallsBackHasNoExpert() {
        Guidance guidance = Guidance.builder(4).fallBack().build();
        RoutingPlan plan = new RoutingCase(FOUR).obeying(guidance).route(topTwo());
        assertThat(plan.count(0)).isZero();
        assertThat(plan.fate(0)).isEqualTo(RowFate.FALLS_BACK);
    }

    @Test
    void maskedExpertsMayHaveAnyScoreEvenNone() {
        Guidance guidance = Guidance.builder(3).forbid(1, "excluded by ann").build();
        RoutingPlan plan = new RoutingCase(new float[] {1, Float.NaN, 2})
                .obeying(guidance)
                .route(Router.builder(3).fanOut(2));
        assertThat(chosen(plan, 0)).containsExactly(2, 0);
    }

    @Test
    void aTierIsReachedByItsThreshold() {
        TierMask mask = new TierMask(identity(), new float[] {0.3f, 0.7f}, new int[] {0, 1, 2});
        assertThat(mask.highest(0.29f)).isZero();
        assertThat(mask.highest(0.3f)).isEqualTo(1);
        assertThat(mask.highest(0.7f)).isEqualTo(2);
        assertThat(mask.highest(Float.NaN)).as("nothing is saved on a guess").isEqualTo(2);
    }

    @Test
    void rowsGoNoHigherThanTheirTierUnlessNothingElseIsLeft() {
        Router router = Router.builder(3)
                .tiers(new TierMask(identity(), new float[] {0.3f, 0.7f}, new int[] {0, 1, 2}))
                .build();
        float[][] rows = {{0.1f}, {0.5f}, {0.9f}};
        float[][] scores = {{0, 1, 2}, {0, 1, 2}, {0, 1, 2}};
        RoutingPlan plan = new RoutingCase(rows, scores).route(router);
        assertThat(new int[] {plan.chosen(0, 0), plan.chosen(1, 0), plan.chosen(2, 0)})
                .containsExactly(0, 1, 2);
        assertThat(plan.passedOver(0, 2)).isEqualTo(PassOver.TIER);
        Guidance guidance = Guidance.builder(3).forbid(0, "excluded by ann").build();
        RoutingPlan masked = new RoutingCase(rows, scores).obeying(guidance).route(router);
        assertThat(masked.chosen(0, 0)).as("tier 1 is the lowest that is left").isEqualTo(1);
    }

    @Test
    void aPinReachesRowsWhoseTierOrSiteWouldKeepThemFromIt() {
        Router tiered = Router.builder(3)
                .tiers(new TierMask(identity(), new float[] {0.3f, 0.7f}, new int[] {0, 1, 2}))
                .build();
        Guidance pinned = Guidance.builder(3).pin(2).build();
        RoutingPlan plan = new RoutingCase(new float[][] {{0.1f}}, new float[][] {{3, 2, 1}})
                .obeying(pinned)
                .route(tiered);
        assertThat(chosen(plan, 0)).containsExactly(2);
        assertThat(plan.passedOver(0, 1)).isEqualTo(PassOver.TIER);
        boolean[] isEdge = {false, true, false, true};
        Guidance elsewhere = Guidance.builder(4).pin(2).build();
        RoutingPlan away = new RoutingCase(FOUR).obeying(elsewhere).route(topTwo().preferSite(isEdge));
        assertThat(chosen(away, 0)).containsExactly(2, 1);
        assertThat(away.passedOver(0, 0)).isEqualTo(PassOver.SITE);
    }

    @Test
    void whatIsForbiddenIsNotPinnedAndStaysBehindItsTier() {
        Router tiered = Router.builder(3)
                .tiers(new TierMask(identity(), new float[] {0.3f, 0.7f}, new int[] {0, 1, 2}))
                .build();
        Guidance guidance = Guidance.builder(3).pin(2).forbid(2, "tenant").build();
        RoutingPlan plan = new RoutingCase(new float[][] {{0.1f}}, new float[][] {{3, 2, 9}})
                .obeying(guidance)
                .route(tiered);
        assertThat(chosen(plan, 0)).containsExactly(0);
        assertThat(plan.passedOver(0, 2)).isEqualTo(PassOver.NOT_PERMITTED);
    }

    @Test
    void refusesTiersThatFitNothing() {
        assertThatThrownBy(() -> new TierMask(identity(), new float[] {0.7f, 0.3f}, new int[] {0}))
                .hasMessage("tier thresholds must ascend: 0.3");
        assertThatThrownBy(() -> new TierMask(identity(), new float[] {0.3f}, new int[] {2}))
                .hasMessage("tier must be between 0 and the number of thresholds, 1: 2");
    }

    private static FeedForward identity() {
        Arena arena = Arena.ofAuto();
        FloatMatrix one = FloatMatrix.allocate(arena, 1, 1);
        one.set(0, 0, 1f);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, 1);
        return new FeedForward(List.of(new Linear(PackedMatrix.pack(arena, one), bias, Activation.IDENTITY)));
    }

    @Test
    void expertsElsewhereStandInOnlyWhereNoneOfThePreferredSiteIsLeft() {
        boolean[] isEdge = {false, true, false, true};
        RoutingPlan plan = new RoutingCase(FOUR).route(topTwo().preferSite(isEdge));
        assertThat(chosen(plan, 0)).containsExactly(1, 3);
        assertThat(plan.passedOver(0, 0)).isEqualTo(PassOver.SITE);
        Guidance guidance =
                Guidance.builder(4).forbid(1, "open").forbid(3, "open").build();
        RoutingPlan away = new RoutingCase(FOUR).obeying(guidance).route(topTwo().preferSite(isEdge));
        assertThat(chosen(away, 0)).containsExactly(0, 2);
    }
}
