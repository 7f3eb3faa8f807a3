// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
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

class TierFanOutsTest {
    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    /// Scores a row by its one value.
    private FeedForward itself() {
        FloatMatrix one = FloatMatrix.allocate(arena, 1, 1);
        one.set(0, 0, 1f);
        return new FeedForward(List.of(
                new Linear(PackedMatrix.pack(arena, one), FloatMatrix.allocate(arena, 1, 1), Activation.IDENTITY)));
    }

    /// Two experts of tier 0 and one of tier 1, which scores best; the easy row has 0, the hard one has 1.
    private RoutingPlan route(int wish) {
        return route(wish, Guidance.NONE);
    }

    private RoutingPlan route(int wish, Guidance guidance) {
        Router router = Router.builder(3)
                .fanOut(2)
                .tiers(new TierMask(itself(), new float[] {0.5f}, new int[] {0, 0, 1}, new int[] {1, 2}))
                .build();
        FloatMatrix rows = FloatMatrix.allocate(arena, 2, 1);
        rows.set(1, 0, 1f);
        Scores scores = new Scores(FloatMatrix.allocate(arena, 2, 3));
        for (int row = 0; row < 2; row++) {
            scores.values().copyRowFrom(row, new float[] {1, 2, 3}, 0);
        }
        RowBatch batch = new RowBatch(rows);
        batch.reset(2);
        batch.describe(0, 2, guidance, wish, 0, 0);
        RoutingPlan plan = router.plan(arena, 2, scores);
        router.route(kernels, batch, scores, plan);
        return plan;
    }

    @Test
    void anEasyRowGoesToOneCheapExpertAndAHardOneToTwoOfAny() {
        RoutingPlan plan = route(0);

        assertThat(plan.count(0)).isEqualTo(1);
        assertThat(plan.chosen(0, 0)).isEqualTo(1);
        assertThat(plan.weight(0, 0)).isEqualTo(1f);
        assertThat(plan.count(1)).isEqualTo(2);
        assertThat(plan.chosen(1, 0)).isEqualTo(2);
        assertThat(plan.chosen(1, 1)).isEqualTo(1);
    }

    @Test
    void whatARequestAsksForIsNotCut() {
        assertThat(route(2).count(0)).isEqualTo(2);
    }

    @Test
    void everyPinHasAPlaceWhateverTheTier() {
        RoutingPlan plan = route(0, Guidance.builder(3).pin(2).pin(0).build());

        assertThat(plan.count(0)).isEqualTo(2);
        assertThat(plan.chosen(0, 0)).isEqualTo(0);
        assertThat(plan.chosen(0, 1)).isEqualTo(2);
    }

    @Test
    void refusesFanOutsThatDoNotFit() {
        assertThatThrownBy(() -> new TierMask(itself(), new float[] {0.5f}, new int[] {0, 1}, new int[] {1}))
                .hasMessage("fan-outs must be one more than thresholds, 2: 1");
        assertThatThrownBy(() -> new TierMask(itself(), new float[] {0.5f}, new int[] {0, 1}, new int[] {0, 1}))
                .hasMessage("the fan-out of a tier must be positive: 0");
    }
}
