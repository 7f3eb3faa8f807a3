// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import java.util.List;
import java.util.Map;

/// Everything that changes while a release serves: what persons steer, how busy the experts are, and what they cost
/// now. Experts are named by id, so that it outlives a release. Immutable.
///
/// @param steers in the order in which they were laid
/// @param loadBias what is added to an expert's selection score for how busy it is
/// @param costs what a row of an expert costs beyond one of the cheapest; those that are left out cost no more
/// @param prices what a unit of cost takes from a selection score, per tenant; [#EVERYBODY] stands for the tenants that
///     are left out
public record LiveState(
        List<Steer> steers, Map<String, Float> loadBias, Map<String, Float> costs, Map<String, Float> prices) {
    /// Stands for every tenant that has no price of its own.
    public static final String EVERYBODY = "*";

    /// Nothing is steered, everything is idle and free.
    public static final LiveState CALM = new LiveState(List.of(), Map.of(), Map.of(), Map.of());

    public LiveState {
        steers = List.copyOf(steers);
        loadBias = Map.copyOf(loadBias);
        costs = Map.copyOf(costs);
        prices = Map.copyOf(prices);
    }

    public LiveState withSteers(List<Steer> changed) {
        return new LiveState(changed, loadBias, costs, prices);
    }

    public LiveState withLoadBias(Map<String, Float> changed) {
        return new LiveState(steers, changed, costs, prices);
    }

    /// The same with other prices, of the same costs.
    public LiveState withPrices(Map<String, Float> changedCosts, Map<String, Float> changedPrices) {
        return new LiveState(steers, loadBias, changedCosts, changedPrices);
    }

    /// What an expert's load and cost add to its selection score, for one tenant.
    float bias(String expert, String tenant) {
        float price = prices.getOrDefault(tenant, prices.getOrDefault(EVERYBODY, 0f));
        return loadBias.getOrDefault(expert, 0f) - price * costs.getOrDefault(expert, 0f);
    }
}
