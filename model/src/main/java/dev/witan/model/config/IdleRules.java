// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;
import java.util.function.Predicate;

/// The rules against settings that would do nothing where they stand: whoever wrote them expects something of them.
final class IdleRules {
    private static final String ROUTING = "spec.routing";
    private static final String CACHES = "spec.caches";

    private final MixtureSpec spec;
    private final RoutingConfig routing;
    private final Violations violations;

    private IdleRules(MixtureSpec spec, Violations violations) {
        this.spec = spec;
        this.routing = spec.routing();
        this.violations = violations;
    }

    static void check(MixtureSpec spec, Violations violations) {
        IdleRules rules = new IdleRules(spec, violations);
        rules.checkSwitches();
        rules.checkSelection();
        rules.checkTiersAndSites();
        rules.checkWeights();
        rules.checkCombine();
        rules.checkCaches();
        if (spec.head() instanceof HeadConfig.Chat) {
            rules.checkChat();
        }
    }

    /// What says how something is done that is not done.
    private void checkSwitches() {
        ExplorationConfig exploration = routing.exploration();
        boolean isExploring = exploration.share() > 0;
        ExplorationConfig still = ExplorationConfig.OFF;
        require(
                isExploring || exploration.temperature() == still.temperature(),
                ROUTING + ".exploration.temperature",
                "must be left out with share 0",
                exploration.temperature());
        require(
                isExploring || exploration.seed() == still.seed(),
                ROUTING + ".exploration.seed",
                "must be left out with share 0",
                exploration.seed());
        require(
                routing.load().isOn() || routing.load().halfLife().equals(LoadConfig.OFF.halfLife()),
                ROUTING + ".load.halfLife",
                "must be left out with strength 0",
                DurationText.write(routing.load().halfLife()));
        require(
                routing.budget().isOn() || routing.budget().rate() == BudgetConfig.NONE.rate(),
                ROUTING + ".budget.rate",
                "must be left out without perRow or tenants",
                routing.budget().rate());
        require(
                routing.tiers().isOn() || routing.tiers().fanOuts().isEmpty(),
                ROUTING + ".tiers.fanOuts",
                "must be left out without thresholds",
                routing.tiers().fanOuts());
    }

    private void checkSelection() {
        require(
                !routing.isTopP() || routing.isSoft() || routing.fanOutMax() > 1,
                ROUTING + ".topP",
                "must be left out where a row goes to one expert",
                routing.topP());
        GroupConfig groups = routing.groups();
        require(
                !groups.isOn() || groups.chosen() != groups.count(),
                ROUTING + ".groups.chosen",
                "must leave groups out: all %d are chosen".formatted(groups.count()),
                groups.chosen());
        CapacityConfig capacity = routing.capacity();
        int scored = spec.scoredExperts();
        int fanOut = routing.isSoft() ? scored : routing.fanOut();
        require(
                capacity.policy() == CapacityConfig.Policy.DROPLESS || capacity.factor() * fanOut < scored,
                ROUTING + ".capacity.factor",
                "must be less than %d experts by a fan-out of %d: from there on nobody is ever full"
                        .formatted(scored, fanOut),
                capacity.factor());
    }

    private void checkTiersAndSites() {
        TierConfig tiers = routing.tiers();
        require(
                !tiers.isOn() || !tiers.fanOuts().isEmpty() || isAny(it -> it.tier() > 0),
                ROUTING + ".tiers.thresholds",
                "must have a scored expert above tier 0 to keep rows from, or fanOuts",
                tiers.thresholds());
        Site site = routing.site();
        require(
                site == Site.ANY || isAny(it -> it.site() != site),
                ROUTING + ".site.prefer",
                "must leave some scored expert elsewhere, or be left out",
                Words.of(site));
        require(
                site == Site.ANY || isAny(it -> it.site() == site),
                ROUTING + ".site.prefer",
                "must be the site of a scored expert",
                Words.of(site));
    }

    private boolean isAny(Predicate<ExpertTraits> rule) {
        return spec.experts().stream()
                .map(ExpertConfig::traits)
                .anyMatch(traits -> traits.role() == Role.SCORED && rule.test(traits));
    }

    private void checkWeights() {
        boolean hasShared = spec.experts().stream().anyMatch(it -> it.traits().role() == Role.SHARED);
        boolean isFelt = switch (spec.combine().kind()) {
            case WEIGHTED_SUM -> true;
            case PROBABILITIES, VOTE -> hasShared;
            case LOGIT_SUM, BEST_OF, CONCATENATE -> false;
        };
        require(
                isFelt || routing.weights().scale() == 1,
                ROUTING + ".scale",
                "must be left out with combine %s, which does not feel it"
                        .formatted(Words.of(spec.combine().kind())),
                routing.weights().scale());
    }

    /// Patience ends the wait for experts that a row can do without.
    private void checkCombine() {
        CombineConfig combine = spec.combine();
        boolean hasRest =
                combine.quorum() < mostAsked() || combine.fallbackExpert().isPresent();
        require(
                combine.patience().isZero() || hasRest,
                "spec.combine.patience",
                "must be left out where every expert is needed and no fallback stands in",
                DurationText.write(combine.patience()));
    }

    private int mostAsked() {
        long shared = spec.experts().stream()
                .filter(it -> it.traits().role() == Role.SHARED)
                .count();
        return Math.toIntExact(shared) + (routing.isSoft() ? spec.openExperts() : routing.fanOutMax());
    }

    private static boolean isElsewhere(ExpertConfig expert) {
        return switch (expert) {
            case ExpertConfig.Remote _, ExpertConfig.Function _, ExpertConfig.Chat _ -> true;
            case ExpertConfig.Ffn _, ExpertConfig.Trees _, ExpertConfig.Onnx _ -> false;
        };
    }

    private void checkCaches() {
        CachesConfig caches = spec.caches();
        require(
                caches.routing().bytes() == 0 || isScoredWhole(),
                CACHES + ".routing",
                "must be left out with a gate that scores some experts only: hierarchical, or precision exact8",
                SizeText.write(caches.routing().bytes()));
        List<ExpertConfig> experts = spec.experts();
        require(
                caches.experts().bytes() == 0 || !experts.stream().allMatch(IdleRules::isElsewhere),
                CACHES + ".experts",
                "must be left out where all experts are elsewhere, whose answers may change",
                SizeText.write(caches.experts().bytes()));
        CachesConfig.Answers answers = caches.answers();
        String size = SizeText.write(answers.bytes());
        boolean isOn = answers.bytes() > 0;
        require(
                !isOn || experts.stream().noneMatch(IdleRules::isElsewhere),
                CACHES + ".answers",
                "must be left out with an expert that is elsewhere, whose answers may change",
                size);
        require(
                !isOn || routing.capacity().policy() == CapacityConfig.Policy.DROPLESS,
                CACHES + ".answers",
                "must be left out with capacity %s, where answers depend on other rows"
                        .formatted(Words.of(routing.capacity().policy())),
                size);
        require(
                !isOn || !caches.routing().similar(),
                CACHES + ".answers",
                "must be left out with caches.routing.similar, where answers depend on other rows",
                size);
        require(
                isOn || answers.timeToLive().equals(CachesConfig.Answers.OFF.timeToLive()),
                CACHES + ".answers.ttl",
                "must be left out without bytes",
                DurationText.write(answers.timeToLive()));
    }

    private boolean isScoredWhole() {
        return switch (spec.gate()) {
            case GateConfig.Hierarchical _ -> false;
            case GateConfig.Linear(var precision) -> precision == GateConfig.Precision.F32;
            case GateConfig.Mlp(var _, var _, var precision) -> precision == GateConfig.Precision.F32;
            case GateConfig.Onnx _ -> true;
        };
    }

    /// Conversations are routed by the engine and answered beside it, so that it knows neither load nor spending.
    private void checkChat() {
        String rule = "must be left out with head chat, whose experts answer beside the engine";
        require(!routing.load().isOn(), ROUTING + ".load", rule, routing.load().strength());
        require(!routing.budget().isOn(), ROUTING + ".budget", rule, "present");
        require(
                spec.execution().equals(ExecutionConfig.PARALLEL),
                "spec.execution.strategy",
                rule,
                Words.of(spec.execution().strategy()));
    }

    private void require(boolean holds, String field, String rule, Object found) {
        violations.require(holds, field, rule, found);
    }
}
