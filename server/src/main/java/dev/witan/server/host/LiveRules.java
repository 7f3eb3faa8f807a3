// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.Mixture;
import dev.witan.engine.time.NanoClock;
import dev.witan.model.config.BudgetConfig;
import dev.witan.model.config.CachesConfig;
import dev.witan.model.config.LoadConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.observability.BudgetReading;
import dev.witan.observability.CacheReading;
import dev.witan.resilience.CacheBounds;
import dev.witan.resilience.CacheCounts;
import dev.witan.scaling.budget.Budget;
import dev.witan.steering.BudgetControl;
import dev.witan.steering.LiveControl;
import dev.witan.steering.LoadControl;
import dev.witan.steering.LoadPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a release's configuration says of load, budgets and caches, as those take it.
final class LiveRules {
    private LiveRules() {}

    /// What biases the selection of the mixture while it serves.
    static List<LiveControl> controls(MixtureSpec spec, Mixture mixture) {
        List<LiveControl> controls = new ArrayList<>();
        LoadConfig load = spec.routing().load();
        if (load.isOn()) {
            LoadPolicy policy = new LoadPolicy((float) load.strength(), load.halfLife());
            controls.add(new LoadControl(mixture, policy, NanoClock.system()));
        }
        BudgetConfig budget = spec.routing().budget();
        if (budget.isOn()) {
            double[] costs = spec.experts().stream()
                    .mapToDouble(expert -> expert.traits().cost())
                    .toArray();
            double perRow = budget.perRow() == 0 ? Double.MAX_VALUE : budget.perRow();
            Budget bound = new Budget(perRow, budget.tenants(), budget.rate());
            controls.add(new BudgetControl(mixture, costs, bound, NanoClock.system()));
        }
        return List.copyOf(controls);
    }

    static CacheBounds bounds(CachesConfig caches) {
        return new CacheBounds(
                caches.routing().bytes(),
                caches.routing().similar(),
                caches.experts().bytes(),
                caches.answers().bytes(),
                caches.answers().timeToLive());
    }

    /// How the budgets stand that a control keeps, if it keeps any, by tenant.
    static Stream<BudgetReading> budgets(LiveControl control) {
        if (!(control instanceof BudgetControl budgets)) {
            return Stream.empty();
        }
        Map<String, Float> prices = budgets.prices();
        return new TreeMap<>(budgets.spent())
                .entrySet().stream()
                        .map(entry -> new BudgetReading(
                                entry.getKey(),
                                prices.getOrDefault(entry.getKey(), 0f),
                                entry.getValue().rows(),
                                entry.getValue().cost(),
                                budgets.isExhausted(entry.getKey())));
    }

    static List<CacheReading> readings(List<CacheCounts> counts) {
        return counts.stream().map(LiveRules::reading).toList();
    }

    private static CacheReading reading(CacheCounts counts) {
        return new CacheReading(
                counts.cache(),
                counts.hits(),
                counts.misses(),
                counts.bytes(),
                counts.savedMultiplyAdds(),
                counts.checked(),
                counts.disagreed());
    }
}
