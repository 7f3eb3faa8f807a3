// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.time.NanoClock;
import dev.witan.scaling.budget.Budget;
import dev.witan.scaling.budget.BudgetController;
import dev.witan.scaling.budget.Prices;
import dev.witan.scaling.budget.Spend;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Has what rows cost bias the selection of one engine, so that spending meets a budget. Thread-safe.
public final class BudgetControl implements LiveControl {
    /// How often prices may change.
    private static final long PERIOD_NANOS = Duration.ofMillis(200).toNanos();

    /// Where the dearest expert loses this much of its score, only the cheapest experts are left.
    private static final double SCORE_LOSS_MAX = 50;

    /// What a row of each expert that can be chosen costs beyond one of the cheapest: what all cost decides nothing,
    /// and
    /// would only take digits from the scores.
    private final Map<String, Float> extras = new HashMap<>();
    private final SpendMeter meter;
    private final NanoClock clock;
    /// Both guarded by this.
    private final BudgetController controller;

    private long lastNanos;

    /// A control that has seen nothing spent.
    ///
    /// @param costs of a row of each of the mixture's experts; not the same for all that can be chosen
    public BudgetControl(Mixture mixture, double[] costs, Budget budget, NanoClock clock) {
        List<Expert> experts = mixture.layer().experts();
        if (costs.length != experts.size()) {
            throw new IllegalArgumentException(
                    "costs must be as many as experts, %d: %d".formatted(experts.size(), costs.length));
        }
        int scored = mixture.layer().router().experts();
        double lowest = Arrays.stream(costs, 0, scored).min().orElseThrow();
        double highest = Arrays.stream(costs, 0, scored).max().orElseThrow();
        if (lowest == highest) {
            throw new IllegalArgumentException("a budget needs experts of different cost: all cost " + lowest);
        }
        for (int expert = 0; expert < scored; expert++) {
            this.extras.put(experts.get(expert).id(), (float) (costs[expert] - lowest));
        }
        this.meter = new SpendMeter(costs, budget.tenants().keySet());
        this.controller = new BudgetController(budget, SCORE_LOSS_MAX / (highest - lowest));
        this.clock = clock;
        this.lastNanos = clock.nanos();
    }

    @Override
    public EngineObserver observer() {
        return meter;
    }

    /// Lays other prices, if a period is over and they have changed. Called again and again.
    @Override
    public synchronized void tick(OverlayControl overlay, Engine engine) {
        long now = clock.nanos();
        if (now - lastNanos >= PERIOD_NANOS) {
            lastNanos = now;
            Map<String, Float> prices = prices(controller.step(meter.spent()));
            overlay.change((state, _) -> state.withPrices(extras, prices));
        }
    }

    private static Map<String, Float> prices(Prices prices) {
        Map<String, Float> laid = new HashMap<>();
        laid.put(LiveState.EVERYBODY, (float) prices.shared());
        prices.tenants().forEach((tenant, price) -> laid.put(tenant, (float) (double) price));
        return laid;
    }

    /// What was spent since the beginning, by tenant; those without a budget of their own are
    /// [everybody][LiveState#EVERYBODY].
    public Map<String, Spend> spent() {
        return meter.spent();
    }

    /// What a unit of cost takes from a selection score now, by tenant.
    public synchronized Map<String, Float> prices() {
        return prices(controller.prices());
    }

    /// Whether the tenant's budget cannot be met: even the cheapest experts cost more.
    public synchronized boolean isExhausted(String tenant) {
        return controller.isExhausted(tenant);
    }
}
