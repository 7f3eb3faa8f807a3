// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// The rules between the gate and what it scores.
final class GateRules {
    private GateRules() {}

    static void check(MixtureSpec spec, Violations violations) {
        switch (spec.gate()) {
            case GateConfig.Hierarchical(int groups, int chosen) -> checkGroups(spec, violations, groups, chosen);
            case GateConfig.Linear(var precision) -> checkPrecision(spec, violations, precision);
            case GateConfig.Mlp(var _, var _, var precision) -> checkPrecision(spec, violations, precision);
            case GateConfig.Onnx() -> {}
        }
    }

    private static void checkGroups(MixtureSpec spec, Violations violations, int groups, int chosen) {
        int scored = spec.scoredExperts();
        violations.require(
                scored % groups == 0,
                "spec.gate.groups",
                "must divide the number of scored experts, " + scored,
                groups);
        violations.require(
                chosen <= groups, "spec.gate.groupsChosen", "must be at most the number of groups, " + groups, chosen);
        int most = spec.routing().fanOutMax();
        int candidates = chosen * (scored / groups);
        violations.require(
                chosen > groups || candidates >= most,
                "spec.gate.groupsChosen",
                "must leave as many experts as a row goes to at most, " + most,
                candidates);
        checkMasks(spec, violations, groups, chosen);
        String rule = "must be left out with a hierarchical gate, which scores no other experts";
        violations.require(!spec.routing().groups().isOn(), "spec.routing.groups", rule, "present");
        violations.require(
                !spec.routing().isSoft(), "spec.routing.fanOut", "must be a number with a hierarchical gate", "all");
    }

    /// A row looks into any of the groups: those that it looks into must always have as many experts as it goes to.
    private static void checkMasks(MixtureSpec spec, Violations violations, int groups, int chosen) {
        int scored = spec.scoredExperts();
        if (spec.openExperts() == scored || scored % groups != 0 || chosen < 1) {
            return;
        }
        int each = scored / groups;
        int least = (spec.routing().fanOutMax() + chosen - 1) / chosen;
        List<ExpertConfig> experts = spec.experts().stream()
                .filter(expert -> expert.traits().role().isScored())
                .toList();
        for (int group = 0; group < groups; group++) {
            List<ExpertConfig> members = experts.subList(group * each, (group + 1) * each);
            long open = members.stream()
                    .filter(expert -> expert.traits().role() == Role.SCORED)
                    .count();
            violations.require(
                    open >= least,
                    "spec.experts",
                    "must leave %d of each of the gate's groups unmasked, since a row goes to %d experts of %d groups"
                            .formatted(least, spec.routing().fanOutMax(), chosen),
                    "%d of %s"
                            .formatted(
                                    open, members.stream().map(ExpertConfig::id).toList()));
        }
    }

    /// A shortlist holds the scores of its members alone: with what needs every score, it would save nothing.
    private static void checkPrecision(MixtureSpec spec, Violations violations, GateConfig.Precision precision) {
        if (precision == GateConfig.Precision.F32) {
            return;
        }
        RoutingConfig routing = spec.routing();
        WeightConfig.Form form = routing.weights().form();
        refuse(violations, form != WeightConfig.Form.TOP_K_SOFTMAX, "form " + Words.of(form));
        refuse(violations, routing.isTopP(), "topP");
        refuse(violations, routing.isSoft(), "fanOut all");
        refuse(violations, routing.groups().isOn(), "groups");
        CapacityConfig.Policy policy = routing.capacity().policy();
        refuse(violations, policy != CapacityConfig.Policy.DROPLESS, "capacity " + Words.of(policy));
        refuse(violations, routing.tiers().isOn(), "tiers");
        refuse(violations, routing.site() != Site.ANY, "a preferred site");
        refuse(violations, spec.openExperts() < spec.scoredExperts(), "masked experts");
    }

    private static void refuse(Violations violations, boolean needsAll, String what) {
        violations.require(
                !needsAll, "spec.gate.precision", "must be f32 with " + what + ", which needs every score", "exact8");
    }
}
