// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import static dev.witan.engine.combine.CombineRule.NO_FALLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Engine;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.scaling.budget.Budget;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What all experts cost decides nothing: only what one costs beyond another does.
class BudgetShiftTest {
    private static final int ROWS = 1024;

    private final Arena arena = Arena.ofShared();
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    /// What rows are told once the budget was overspent for some time, with so much added to every cost.
    private Guidance guidance(double shift) {
        double[] costs = {1 + shift, 2 + shift, 4 + shift};
        try (Engine engine = SmallMixture.engine(arena, NO_FALLBACK)) {
            Budget budget = new Budget(1, Map.of(), Budget.RATE_USUAL);
            BudgetControl control = new BudgetControl(engine.mixture(), costs, budget, now::get);
            OverlayControl overlay = new OverlayControl();
            overlay.attach(engine);
            for (int look = 0; look < 10; look++) {
                spend(control, engine);
                now.addAndGet(Duration.ofSeconds(1).toNanos());
                control.tick(overlay, engine);
            }
            assertThat(control.prices().get("*")).isEqualTo((float) (50.0 / 3));
            return engine.overlay().guidance(RequestContext.local("r", 0));
        }
    }

    /// Sends rows to the dearest expert, which no budget here allows: the price ends at its bound whatever is added.
    private void spend(BudgetControl control, Engine engine) {
        Router router = engine.mixture().layer().router();
        FloatMatrix scores = FloatMatrix.allocate(arena, ROWS, 3);
        for (int row = 0; row < ROWS; row++) {
            scores.set(row, 2, 1f);
        }
        RoutingPlan plan = router.plan(arena, ROWS, new Scores(scores));
        router.route(engine.mixture().layer().kernels(), scores, ROWS, plan);
        control.observer().planned(RequestContext.local("r", 0), plan, 0, ROWS);
    }

    @Test
    void addingTheSameToAllCostsChangesNoSelection() {
        Guidance plain = guidance(0);
        assertThat(plain.bias(0)).isZero();
        assertThat(plain.bias(1)).isEqualTo((float) (-50.0 / 3));
        Guidance shifted = guidance(1 << 20);
        for (int expert = 0; expert < 3; expert++) {
            assertThat(shifted.bias(expert)).as("expert %d", expert).isEqualTo(plain.bias(expert));
        }
        assertThat(shifted.key()).isEqualTo(plain.key());
    }
}
