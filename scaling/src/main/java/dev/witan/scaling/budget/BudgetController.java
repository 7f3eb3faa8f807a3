// SPDX-License-Identifier: Apache-2.0
package dev.witan.scaling.budget;

import java.util.HashMap;
import java.util.Map;

/// Turns what each tenant has spent into what cost is priced at for it, so that spending meets the budget. Tenants with
/// a budget of their own have a price of their own; all others share one. Deterministic; used by one thread.
public final class BudgetController {
    /// Rows that move a price by one step of the budget's rate.
    public static final int WINDOW_ROWS = 256;

    /// A window counts for at most this many, so that one burst between two looks does not throw the price about.
    private static final double WEIGHT_MAX = 4;

    private final Budget budget;
    private final double priceMax;
    private final PriceStep shared;
    private final Map<String, PriceStep> own = new HashMap<>();
    private final Map<String, Spend> seen = new HashMap<>();

    /// @param priceMax the highest price of a unit of cost: where it makes the cheapest experts win against any score
    public BudgetController(Budget budget, double priceMax) {
        if (!(priceMax > 0) || !Double.isFinite(priceMax)) {
            throw new IllegalArgumentException("priceMax must be positive and finite: " + priceMax);
        }
        this.budget = budget;
        this.priceMax = priceMax;
        this.shared = new PriceStep(budget.perRow(), budget.rate(), priceMax);
        budget.tenants().forEach((tenant, perRow) -> own.put(tenant, new PriceStep(perRow, budget.rate(), priceMax)));
    }

    /// Takes in what every tenant has spent since the beginning and answers the prices that follow from it.
    ///
    /// @param spent by tenant; a tenant that is missing has spent nothing new
    public Prices step(Map<String, Spend> spent) {
        long rows = 0;
        double cost = 0;
        for (var entry : spent.entrySet()) {
            Spend window = entry.getValue().since(seen.getOrDefault(entry.getKey(), Spend.NONE));
            seen.put(entry.getKey(), entry.getValue());
            PriceStep step = own.get(entry.getKey());
            if (step != null) {
                step.step(window, weight(window));
            } else {
                rows += window.rows();
                cost += window.cost();
            }
        }
        Spend others = new Spend(rows, cost);
        shared.step(others, weight(others));
        return prices();
    }

    private static double weight(Spend window) {
        return Math.min(WEIGHT_MAX, window.rows() / (double) WINDOW_ROWS);
    }

    /// The prices in force.
    public Prices prices() {
        Map<String, Double> tenants = new HashMap<>();
        own.forEach((tenant, step) -> tenants.put(tenant, step.price()));
        return new Prices(shared.price(), tenants);
    }

    /// Whether the tenant's budget cannot be met, since even the cheapest experts cost more.
    public boolean isExhausted(String tenant) {
        return own.getOrDefault(tenant, shared).isExhausted();
    }

    public Budget budget() {
        return budget;
    }

    public double priceMax() {
        return priceMax;
    }
}
