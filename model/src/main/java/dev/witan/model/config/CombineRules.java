// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// The rules between the combination, the routing and the head.
final class CombineRules {
    private static final String COMBINE = "spec.combine";

    private CombineRules() {}

    static void check(MixtureSpec spec, Violations violations) {
        CombineConfig combine = spec.combine();
        int fanOut =
                spec.routing().isSoft() ? spec.openExperts() : spec.routing().fanOut();
        violations.require(
                combine.quorum() <= fanOut, COMBINE + ".quorum", "must be at most fanOut, " + fanOut, combine.quorum());
        List<String> ids = spec.experts().stream().map(ExpertConfig::id).toList();
        combine.fallbackExpert()
                .ifPresent(id -> violations.requireKnown(ids, COMBINE + ".fallback", "must be an expert", id));
        checkStandby(spec, violations);
        checkKind(spec, violations);
    }

    /// An expert on standby has nothing else to do than to stand in, and a masked one must not.
    private static void checkStandby(MixtureSpec spec, Violations violations) {
        String fallback = spec.combine().fallback();
        for (ExpertConfig expert : spec.experts()) {
            Role role = expert.traits().role();
            violations.require(
                    role != Role.STANDBY || expert.id().equals(fallback),
                    COMBINE + ".fallback",
                    "must name the expert on standby, '%s'".formatted(expert.id()),
                    fallback.isEmpty() ? "left out" : fallback);
            violations.require(
                    role != Role.MASKED || !expert.id().equals(fallback),
                    COMBINE + ".fallback",
                    "must not be a masked expert",
                    fallback);
        }
    }

    private static void checkKind(MixtureSpec spec, Violations violations) {
        CombineConfig.Kind kind = spec.combine().kind();
        boolean fits = switch (kind) {
            case WEIGHTED_SUM -> true;
            case PROBABILITIES, LOGIT_SUM, VOTE, BEST_OF ->
                switch (spec.head()) {
                    case HeadConfig.Binary _, HeadConfig.MultiClass _ -> true;
                    case HeadConfig.MultiLabel _,
                            HeadConfig.Quantile _,
                            HeadConfig.Regression _,
                            HeadConfig.Tasks _,
                            HeadConfig.Vector _,
                            HeadConfig.Chat _ -> false;
                };
            case CONCATENATE -> spec.head() instanceof HeadConfig.Vector;
        };
        String heads = kind == CombineConfig.Kind.CONCATENATE ? "vector" : "binary or multiClass";
        violations.require(fits, COMBINE + ".kind", "must go with the head: this one needs " + heads, Words.of(kind));
        if (kind == CombineConfig.Kind.CONCATENATE) {
            checkWidth(spec, violations);
        }
    }

    /// Outputs side by side are as wide as there are experts, so every row needs as many.
    private static void checkWidth(MixtureSpec spec, Violations violations) {
        RoutingConfig routing = spec.routing();
        String rule = "must be left out with combine concatenate";
        violations.require(!routing.isTopP(), "spec.routing.topP", rule, routing.topP());
        violations.require(
                routing.fanOutMax() == routing.fanOut(), "spec.routing.fanOutMax", rule, routing.fanOutMax());
    }
}
