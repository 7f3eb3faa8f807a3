// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// The rules between the routing and the experts, and those between its own fields.
final class RoutingRules {
    private static final String ROUTING = "spec.routing";

    private final MixtureSpec spec;
    private final RoutingConfig routing;
    private final int scored;
    private final Violations violations;

    private RoutingRules(MixtureSpec spec, Violations violations) {
        this.spec = spec;
        this.routing = spec.routing();
        this.scored = spec.scoredExperts();
        this.violations = violations;
    }

    static void check(MixtureSpec spec, Violations violations) {
        RoutingRules rules = new RoutingRules(spec, violations);
        rules.checkFanOut();
        rules.checkWeights();
        rules.checkGroups();
        rules.checkCapacity();
        rules.checkSite();
    }

    private void checkFanOut() {
        String experts = scored == spec.experts().size() ? "experts" : "scored experts";
        if (routing.isSoft()) {
            violations.require(
                    scored <= ConfigLimits.FAN_OUT_MAX,
                    ROUTING + ".fanOut",
                    "must be a number with more than %d %s".formatted(ConfigLimits.FAN_OUT_MAX, experts),
                    "all");
            violations.require(
                    routing.fanOutMax() == RoutingConfig.ALL,
                    ROUTING + ".fanOutMax",
                    "must be left out with fanOut all",
                    routing.fanOutMax());
            return;
        }
        int open = spec.openExperts();
        String rule = "must be at most the number of %s, %d"
                .formatted(open == scored ? experts : "experts that are not masked", open);
        violations.require(routing.fanOut() <= open, ROUTING + ".fanOut", rule, routing.fanOut());
        if (routing.fanOutMax() != routing.fanOut()) {
            violations.require(routing.fanOutMax() <= open, ROUTING + ".fanOutMax", rule, routing.fanOutMax());
            violations.require(
                    routing.fanOutMax() >= routing.fanOut(),
                    ROUTING + ".fanOutMax",
                    "must be at least fanOut, " + routing.fanOut(),
                    routing.fanOutMax());
        }
    }

    private void checkWeights() {
        WeightConfig weights = routing.weights();
        violations.require(
                weights.renormalise() || weights.form() != WeightConfig.Form.TOP_K_SOFTMAX,
                ROUTING + ".renormalise",
                "must be true with form topKSoftmax, whose weights sum to one",
                false);
    }

    private void checkGroups() {
        GroupConfig groups = routing.groups();
        if (!groups.isOn()) {
            return;
        }
        String field = ROUTING + ".groups";
        violations.require(
                scored % groups.count() == 0,
                field + ".count",
                "must divide the number of scored experts, " + scored,
                groups.count());
        violations.require(
                groups.chosen() <= groups.count(),
                field + ".chosen",
                "must be at most the number of groups, " + groups.count(),
                groups.chosen());
        int most = routing.isSoft() ? scored : routing.fanOutMax();
        int candidates = groups.chosen() * (scored / groups.count());
        violations.require(
                candidates >= most,
                field + ".chosen",
                "must leave as many experts as a row goes to at most, " + most,
                candidates);
    }

    private void checkCapacity() {
        CapacityConfig capacity = routing.capacity();
        CapacityConfig usual = CapacityConfig.DROPLESS;
        if (capacity.policy() == CapacityConfig.Policy.DROPLESS) {
            String rule = "must be left out with policy dropless";
            String field = ROUTING + ".capacity";
            violations.require(capacity.factor() == usual.factor(), field + ".factor", rule, capacity.factor());
            violations.require(capacity.least() == usual.least(), field + ".least", rule, capacity.least());
        }
    }

    private void checkSite() {
        Site site = routing.site();
        boolean isThere =
                spec.experts().stream().anyMatch(expert -> expert.traits().site() == site);
        violations.require(
                site == Site.ANY || isThere, ROUTING + ".site.prefer", "must be the site of an expert", Words.of(site));
    }
}
