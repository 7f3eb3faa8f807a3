// SPDX-License-Identifier: Apache-2.0
package dev.witan.scaling.budget;

import java.util.Map;

/// What the rows of a mixture may cost on average, in the unit of the experts' costs.
///
/// @param perRow for everybody who has no budget of their own
/// @param tenants for each tenant that has one
/// @param rate how fast the price follows what was spent: the price of a unit of cost, in units of the selection score,
/// rises by this much when a window of rows costs twice its budget
public record Budget(double perRow, Map<String, Double> tenants, double rate) {
    /// A rate at which the price settles within some windows.
    public static final double RATE_USUAL = 0.5;

    public Budget {
        tenants = Map.copyOf(tenants);
        requirePositive("perRow", perRow);
        requirePositive("rate", rate);
        tenants.forEach((tenant, cost) -> requirePositive("budget of tenant '" + tenant + "'", cost));
    }

    /// What a row of the tenant may cost on average.
    public double of(String tenant) {
        return tenants.getOrDefault(tenant, perRow);
    }

    /// Whether the tenant has a budget of its own, and so a price of its own.
    public boolean isOwn(String tenant) {
        return tenants.containsKey(tenant);
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " must be positive and finite: " + value);
        }
    }
}
