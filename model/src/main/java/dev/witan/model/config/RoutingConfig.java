// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// How scores become a routing plan.
///
/// @param fanOut how many experts a row goes to, shared ones not counted; [#ALL] for every one
/// @param fanOutMax how many a request may ask for
/// @param topP the share of the weight that is enough: experts beyond it are left out; 1 where all of `fanOut` are
/// taken
/// @param site where rows would rather go
public record RoutingConfig(
        int fanOut,
        int fanOutMax,
        WeightConfig weights,
        double topP,
        GroupConfig groups,
        CapacityConfig capacity,
        LoadConfig load,
        ExplorationConfig exploration,
        TierConfig tiers,
        BudgetConfig budget,
        Site site) {

    /// The fan-out of a soft mixture: every expert answers every row.
    public static final int ALL = 0;

    public RoutingConfig {
        ConfigLimits.requireBetween("fanOut", ALL, ConfigLimits.FAN_OUT_MAX, fanOut);
        ConfigLimits.requireBetween("fanOutMax", ALL, ConfigLimits.FAN_OUT_MAX, fanOutMax);
        ConfigLimits.requireShare("topP", topP);
    }

    /// The best so many, and everything else as it is by default.
    public static RoutingConfig topK(int fanOut) {
        ConfigLimits.requireBetween("fanOut", 1, ConfigLimits.FAN_OUT_MAX, fanOut);
        return builder(fanOut).build();
    }

    /// Starts from [#topK], or from all experts for [#ALL].
    public static RoutingConfigBuilder builder(int fanOut) {
        return new RoutingConfigBuilder(fanOut);
    }

    /// Whether every expert answers every row.
    public boolean isSoft() {
        return fanOut == ALL;
    }

    /// Whether a row may have fewer experts than `fanOut`.
    public boolean isTopP() {
        return topP < 1;
    }

    /// The same with as many experts per row, and no more on request.
    public RoutingConfig withFanOut(int other) {
        return new RoutingConfig(other, other, weights, topP, groups, capacity, load, exploration, tiers, budget, site);
    }

    /// The same with other tiers.
    public RoutingConfig withTiers(TierConfig others) {
        return new RoutingConfig(
                fanOut, fanOutMax, weights, topP, groups, capacity, load, exploration, others, budget, site);
    }
}
