// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

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
        String rule = "must be left out with a hierarchical gate, which scores no other experts";
        violations.require(!spec.routing().groups().isOn(), "spec.routing.groups", rule, "present");
        violations.require(
                !spec.routing().isSoft(), "spec.routing.fanOut", "must be a number with a hierarchical gate", "all");
    }

    /// A shortlist holds the scores of its members alone, so nothing may ask for those of the others.
    private static void checkPrecision(MixtureSpec spec, Violations violations, GateConfig.Precision precision) {
        if (precision == GateConfig.Precision.F32) {
            return;
        }
        RoutingConfig routing = spec.routing();
        String field = "spec.gate.precision";
        String rule = "must be f32 with ";
        boolean normalisesOverAll = routing.weights().form() == WeightConfig.Form.SOFTMAX_TOP_K
                && !routing.weights().renormalise();
        violations.require(!normalisesOverAll, field, rule + "form softmaxTopK that is not renormalised", "exact8");
        violations.require(!routing.isTopP(), field, rule + "topP", "exact8");
        violations.require(!routing.isSoft(), field, rule + "fanOut all", "exact8");
        violations.require(!routing.groups().isOn(), field, rule + "groups", "exact8");
        violations.require(!routing.exploration().isOn(), field, rule + "exploration", "exact8");
    }
}
