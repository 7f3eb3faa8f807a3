// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.EngineObserver;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.scaling.budget.Spend;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Adds up what the chosen experts of each tenant's rows cost, whether they answer or not: that they were asked is what
/// costs. Tenants without a budget of their own count as everybody. Thread-safe.
final class SpendMeter implements EngineObserver {
    private final double[] costs;
    private final Map<String, Account> own = new HashMap<>();
    private final Account everybody = new Account();

    /// @param costs of a row of each expert
    /// @param tenants that have a budget of their own
    SpendMeter(double[] costs, Set<String> tenants) {
        this.costs = costs.clone();
        tenants.forEach(tenant -> own.put(tenant, new Account()));
    }

    @Override
    public void planned(RequestContext context, RoutingPlan plan, int from, int rows) {
        double cost = 0;
        for (int row = from; row < from + rows; row++) {
            for (int rank = 0; rank < plan.count(row); rank++) {
                cost += costs[plan.chosen(row, rank)];
            }
        }
        own.getOrDefault(context.tenant(), everybody).add(rows, cost);
    }

    /// What was spent since the beginning.
    Map<String, Spend> spent() {
        Map<String, Spend> spent = new HashMap<>();
        own.forEach((tenant, account) -> spent.put(tenant, account.spend()));
        spent.put(LiveState.EVERYBODY, everybody.spend());
        return spent;
    }

    /// Thread-safe.
    private static final class Account {
        private long rows;
        private double cost;

        synchronized void add(int moreRows, double moreCost) {
            rows += moreRows;
            cost += moreCost;
        }

        synchronized Spend spend() {
            return new Spend(rows, cost);
        }
    }
}
