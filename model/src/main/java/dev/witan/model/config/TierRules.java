// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static dev.witan.model.config.YamlDocument.element;

import java.util.List;

/// The rules about tiers and budgets.
final class TierRules {
    private static final String THRESHOLDS = "spec.routing.tiers.thresholds";

    private TierRules() {}

    static void check(MixtureSpec spec, Violations violations) {
        checkThresholds(spec.routing().tiers().thresholds(), violations);
        checkTiers(spec, violations);
        checkBudget(spec, violations);
    }

    private static void checkThresholds(List<Double> thresholds, Violations violations) {
        for (int i = 1; i < thresholds.size(); i++) {
            violations.require(
                    thresholds.get(i) > thresholds.get(i - 1),
                    element(THRESHOLDS, i),
                    "must be more than the one before, " + thresholds.get(i - 1),
                    thresholds.get(i));
        }
    }

    private static void checkTiers(MixtureSpec spec, Violations violations) {
        TierConfig tiers = spec.routing().tiers();
        int highest = tiers.thresholds().size();
        for (int i = 0; i < spec.experts().size() && tiers.isOn(); i++) {
            int tier = spec.experts().get(i).traits().tier();
            violations.require(
                    tier <= highest,
                    element("spec.experts", i) + ".tier",
                    "must be at most the number of thresholds, " + highest,
                    tier);
        }
        boolean hasLowest = spec.experts().stream()
                .map(ExpertConfig::traits)
                .anyMatch(traits -> traits.tier() == 0 && traits.role() == Role.SCORED);
        violations.require(
                !tiers.isOn() || hasLowest, THRESHOLDS, "must leave a scored expert for the easiest rows", "no tier 0");
        checkFanOuts(spec.routing(), violations);
    }

    private static void checkFanOuts(RoutingConfig routing, Violations violations) {
        String field = "spec.routing.tiers.fanOuts";
        List<Integer> fanOuts = routing.tiers().fanOuts();
        if (fanOuts.isEmpty()) {
            return;
        }
        int levels = routing.tiers().thresholds().size() + 1;
        violations.require(
                fanOuts.size() == levels, field, "must be one more than thresholds, " + levels, fanOuts.size());
        for (int i = 0; i < fanOuts.size() && !routing.isSoft(); i++) {
            violations.require(
                    fanOuts.get(i) <= routing.fanOut(),
                    element(field, i),
                    "must be at most fanOut, " + routing.fanOut(),
                    fanOuts.get(i));
        }
        violations.require(!routing.isSoft(), field, "must be left out with fanOut all", fanOuts.size());
    }

    private static void checkBudget(MixtureSpec spec, Violations violations) {
        BudgetConfig budget = spec.routing().budget();
        String field = "spec.routing.budget";
        if (budget.isOn()) {
            long prices = spec.experts().stream()
                    .map(ExpertConfig::traits)
                    .filter(traits -> traits.role() == Role.SCORED)
                    .mapToDouble(ExpertTraits::cost)
                    .distinct()
                    .count();
            violations.require(
                    prices > 1,
                    field,
                    "must have experts of different cost to choose from",
                    "all cost " + spec.experts().getFirst().traits().cost());
        }
        double least = leastCost(spec);
        String rule = "must be at least what the cheapest choice costs, " + least;
        violations.require(budget.perRow() == 0 || budget.perRow() >= least, field + ".perRow", rule, budget.perRow());
        budget.tenants()
                .forEach((tenant, most) ->
                        violations.require(most >= least, YamlDocument.child(field + ".tenants", tenant), rule, most));
    }

    /// What a row costs that goes to the cheapest experts it may go to, and to the shared ones.
    private static double leastCost(MixtureSpec spec) {
        RoutingConfig routing = spec.routing();
        int fewest = routing.isSoft()
                ? spec.openExperts()
                : routing.tiers().fanOuts().stream().reduce(routing.fanOut(), Math::min);
        double shared = spec.experts().stream()
                .map(ExpertConfig::traits)
                .filter(ExpertTraits::shared)
                .mapToDouble(ExpertTraits::cost)
                .sum();
        double scored = spec.experts().stream()
                .map(ExpertConfig::traits)
                .filter(traits -> traits.role() == Role.SCORED)
                .mapToDouble(ExpertTraits::cost)
                .sorted()
                .limit(routing.isTopP() ? 1 : fewest)
                .sum();
        return shared + scored;
    }
}
