// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Execution;
import dev.witan.engine.Strategy;
import dev.witan.engine.combine.BestOf;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.Combiner;
import dev.witan.engine.combine.Concatenation;
import dev.witan.engine.combine.LogitSum;
import dev.witan.engine.combine.MajorityVote;
import dev.witan.engine.combine.ProbabilityMixture;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.overlay.Permission;
import dev.witan.engine.overlay.Permissions;
import dev.witan.model.config.CombineConfig;
import dev.witan.model.config.ExecutionConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.MixtureSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What a configuration says of execution, combination and permissions, as the engine takes it.
final class LayerAssembly {
    private LayerAssembly() {}

    static Execution execution(ExecutionConfig execution) {
        return new Execution(
                switch (execution.strategy()) {
                    case PARALLEL -> Strategy.PARALLEL;
                    case SEQUENTIAL -> Strategy.SEQUENTIAL;
                    case PIPELINED -> Strategy.PIPELINED;
                });
    }

    static CombineRule rule(MixtureSpec spec) {
        CombineConfig combine = spec.combine();
        List<String> ids = spec.experts().stream().map(ExpertConfig::id).toList();
        Duration patience = combine.patience().isZero() ? CombineRule.PATIENCE_MAX : combine.patience();
        int fallback = combine.fallbackExpert().map(ids::indexOf).orElse(CombineRule.NO_FALLBACK);
        return new CombineRule(combiner(combine), combine.quorum(), patience, fallback);
    }

    static Combiner combiner(CombineConfig combine) {
        return switch (combine.kind()) {
            case WEIGHTED_SUM -> new WeightedSum();
            case PROBABILITIES -> new ProbabilityMixture();
            case LOGIT_SUM -> new LogitSum();
            case VOTE -> new MajorityVote();
            case BEST_OF -> new BestOf();
            case CONCATENATE -> new Concatenation();
        };
    }

    /// How many experts a row goes to at most, the shared ones included.
    static int width(MixtureSpec spec) {
        return spec.sharedExperts()
                + (spec.routing().isSoft()
                        ? spec.scoredExperts()
                        : spec.routing().fanOutMax());
    }

    static Permissions permissions(MixtureSpec spec) {
        return Permissions.of(spec.experts().stream()
                .map(ExpertConfig::traits)
                .map(LayerAssembly::permission)
                .toList());
    }

    private static Permission permission(ExpertTraits traits) {
        return new Permission(Set.copyOf(traits.tenants()), Set.copyOf(traits.tags()));
    }
}
