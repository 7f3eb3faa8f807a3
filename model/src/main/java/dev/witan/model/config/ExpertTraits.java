// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// What holds for an expert of every kind.
///
/// @param cost what one row costs, in the unit of the mixture's budgets
/// @param tier the lowest complexity for which the expert is meant
/// @param site where it runs
/// @param tenants who may use it; everybody where there are none
/// @param tags the data tags that it may see; untagged data alone where there are none
/// @param role what it is there for
/// @param description what a person should know of it; may be empty
public record ExpertTraits(
        double cost, int tier, Site site, List<String> tenants, List<String> tags, Role role, String description) {

    /// Those of an expert of which nothing is said.
    public static final ExpertTraits DEFAULTS = new ExpertTraits(1, 0, Site.ANY, List.of(), List.of(), Role.SCORED, "");

    public ExpertTraits {
        tenants = List.copyOf(tenants);
        tags = List.copyOf(tags);
        ConfigLimits.requireBetween("cost", 0, ConfigLimits.COST_MAX, cost);
        ConfigLimits.requireBetween("tier", 0, ConfigLimits.TIER_MAX, tier);
        ConfigLimits.requireLabels("tenants", tenants);
        ConfigLimits.requireLabels("tags", tags);
        ConfigLimits.requireDescription(description);
    }

    /// Whether it answers every row, unscored by the gate.
    public boolean shared() {
        return role == Role.SHARED;
    }

    /// The defaults with a description.
    public static ExpertTraits described(String description) {
        return DEFAULTS.withDescription(description);
    }

    /// The same with another description.
    public ExpertTraits withDescription(String other) {
        return new ExpertTraits(cost, tier, site, tenants, tags, role, other);
    }

    /// The same at another cost, and for another tier.
    public ExpertTraits at(double otherCost, int otherTier) {
        return new ExpertTraits(otherCost, otherTier, site, tenants, tags, role, description);
    }

    /// The same in another role.
    public ExpertTraits as(Role other) {
        return new ExpertTraits(cost, tier, site, tenants, tags, other, description);
    }
}
