// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// Makes a [RoutingConfig] from what differs from the defaults.
public final class RoutingConfigBuilder {
    private final int fanOut;
    private int fanOutMax;
    private WeightConfig weights = WeightConfig.DEFAULTS;
    private double topP = 1;
    private GroupConfig groups = GroupConfig.NONE;
    private CapacityConfig capacity = CapacityConfig.DROPLESS;
    private LoadConfig load = LoadConfig.OFF;
    private ExplorationConfig exploration = ExplorationConfig.OFF;
    private TierConfig tiers = TierConfig.NONE;
    private BudgetConfig budget = BudgetConfig.NONE;
    private Site site = Site.ANY;

    RoutingConfigBuilder(int fanOut) {
        this.fanOut = fanOut;
        this.fanOutMax = fanOut;
    }

    /// How many experts a request may ask for.
    public RoutingConfigBuilder fanOutMax(int most) {
        this.fanOutMax = most;
        return this;
    }

    /// How scores become weights.
    public RoutingConfigBuilder weights(WeightConfig form) {
        this.weights = form;
        return this;
    }

    /// The share of the weight that is enough.
    public RoutingConfigBuilder topP(double share) {
        this.topP = share;
        return this;
    }

    /// Choose among the experts of the best groups only.
    public RoutingConfigBuilder groups(GroupConfig limit) {
        this.groups = limit;
        return this;
    }

    /// How many rows of a batch an expert takes.
    public RoutingConfigBuilder capacity(CapacityConfig limit) {
        this.capacity = limit;
        return this;
    }

    /// How live load bears on the choice.
    public RoutingConfigBuilder load(LoadConfig bias) {
        this.load = bias;
        return this;
    }

    /// How many requests choose by lot.
    public RoutingConfigBuilder exploration(ExplorationConfig lot) {
        this.exploration = lot;
        return this;
    }

    /// Where one tier of experts ends and the next begins.
    public RoutingConfigBuilder tiers(TierConfig thresholds) {
        this.tiers = thresholds;
        return this;
    }

    /// What rows may cost.
    public RoutingConfigBuilder budget(BudgetConfig bound) {
        this.budget = bound;
        return this;
    }

    /// Where rows would rather go.
    public RoutingConfigBuilder site(Site preferred) {
        this.site = preferred;
        return this;
    }

    /// The configuration.
    public RoutingConfig build() {
        return new RoutingConfig(
                fanOut, fanOutMax, weights, topP, groups, capacity, load, exploration, tiers, budget, site);
    }
}
