// SPDX-License-Identifier: Apache-2.0
package dev.witan.scaling.budget;

import java.util.Map;

/// What a unit of cost takes off an expert's selection score.
///
/// @param shared for every tenant without a price of its own
/// @param tenants for each tenant that has one
public record Prices(double shared, Map<String, Double> tenants) {
    /// Cost is free.
    public static final Prices FREE = new Prices(0, Map.of());

    public Prices {
        tenants = Map.copyOf(tenants);
    }

    /// The price for the tenant.
    public double of(String tenant) {
        return tenants.getOrDefault(tenant, shared);
    }
}
