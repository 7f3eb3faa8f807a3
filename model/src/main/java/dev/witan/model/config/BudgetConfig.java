// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a row may cost on average, in the unit of the experts' costs.
///
/// @param perRow of every tenant together; 0 where there is no bound
/// @param tenants of some tenants by themselves
/// @param rate how fast the price of cost follows what was spent
public record BudgetConfig(double perRow, Map<String, Double> tenants, double rate) {

    /// No bound.
    public static final BudgetConfig NONE = new BudgetConfig(0, Map.of(), 0.5);

    public BudgetConfig {
        tenants = Collections.unmodifiableMap(new TreeMap<>(tenants));
        ConfigLimits.requireBetween("perRow", 0, ConfigLimits.COST_MAX, perRow);
        ConfigLimits.requireBetween("number of tenants", 0, ConfigLimits.LABELS_MAX, tenants.size());
        tenants.keySet().forEach(tenant -> ConfigLimits.requireLength("tenant", 1, ConfigLimits.LABEL_MAX, tenant));
        tenants.values().forEach(budget -> ConfigLimits.requirePositive("budget", ConfigLimits.COST_MAX, budget));
        ConfigLimits.requirePositive("rate", 1, rate);
    }

    /// Whether anything is bounded.
    public boolean isOn() {
        return perRow > 0 || !tenants.isEmpty();
    }
}
