// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.routing.Capacity;
import dev.witan.engine.routing.Exploration;
import dev.witan.engine.routing.GatingForm;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RouterBuilder;
import dev.witan.engine.routing.TierMask;
import dev.witan.kernels.FeedForward;
import dev.witan.model.config.CapacityConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.ExplorationConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.config.RoutingConfig;
import dev.witan.model.config.Site;
import dev.witan.model.config.TierConfig;
import dev.witan.model.config.WeightConfig;
import java.util.List;
import java.util.Optional;

/// What a configuration says of routing, as the engine takes it.
final class RouterAssembly {
    private RouterAssembly() {}

    /// The router.
    ///
    /// @param bias what training learned for balance, one value per expert that the gate scores
    /// @param predictor of tiers, where there are any
    static Router router(MixtureSpec spec, float[] bias, Optional<FeedForward> predictor) {
        RoutingConfig routing = spec.routing();
        List<ExpertTraits> scored = spec.experts().stream()
                .map(ExpertConfig::traits)
                .filter(traits -> traits.role().isScored())
                .toList();
        RouterBuilder builder = Router.builder(scored.size())
                .selectionBias(bias)
                .fanOut(routing.isSoft() ? scored.size() : routing.fanOut())
                .fanOutMax(routing.isSoft() ? scored.size() : routing.fanOutMax())
                .shared(spec.sharedExperts())
                .topP((float) routing.topP())
                .capacity(capacity(routing.capacity()))
                .exploration(exploration(routing.exploration()));
        weigh(builder, routing.weights());
        if (routing.groups().isOn()) {
            builder.groups(routing.groups().count(), routing.groups().chosen());
        }
        if (spec.openExperts() < scored.size()) {
            builder.masked(masks(scored));
        }
        if (routing.site() != Site.ANY) {
            builder.preferSite(sites(scored, routing.site()));
        }
        predictor.ifPresent(network -> builder.tiers(tiers(network, routing.tiers(), scored)));
        return builder.build();
    }

    private static void weigh(RouterBuilder builder, WeightConfig weights) {
        builder.scale((float) weights.scale())
                .form(
                        switch (weights.form()) {
                            case TOP_K_SOFTMAX -> GatingForm.TOP_K_SOFTMAX;
                            case SOFTMAX_TOP_K -> GatingForm.SOFTMAX_TOP_K;
                            case SIGMOID -> GatingForm.SIGMOID;
                        });
        if (!weights.renormalise()) {
            builder.unnormalised();
        }
    }

    private static Capacity capacity(CapacityConfig capacity) {
        float factor = (float) capacity.factor();
        return switch (capacity.policy()) {
            case DROPLESS -> Capacity.DROPLESS;
            case OVERFLOW -> new Capacity(Capacity.Policy.OVERFLOW, factor, capacity.least());
            case SHED -> new Capacity(Capacity.Policy.SHED, factor, capacity.least());
        };
    }

    private static Exploration exploration(ExplorationConfig exploration) {
        return new Exploration((float) exploration.share(), (float) exploration.temperature(), exploration.seed());
    }

    private static boolean[] masks(List<ExpertTraits> experts) {
        boolean[] isMasked = new boolean[experts.size()];
        for (int i = 0; i < isMasked.length; i++) {
            isMasked[i] = experts.get(i).role() == Role.MASKED;
        }
        return isMasked;
    }

    private static boolean[] sites(List<ExpertTraits> experts, Site preferred) {
        boolean[] isThere = new boolean[experts.size()];
        for (int i = 0; i < isThere.length; i++) {
            isThere[i] = experts.get(i).site() == preferred;
        }
        return isThere;
    }

    private static TierMask tiers(FeedForward predictor, TierConfig tiers, List<ExpertTraits> experts) {
        float[] thresholds = new float[tiers.thresholds().size()];
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = tiers.thresholds().get(i).floatValue();
        }
        return new TierMask(
                predictor,
                thresholds,
                experts.stream().mapToInt(ExpertTraits::tier).toArray(),
                tiers.fanOuts().stream().mapToInt(Integer::intValue).toArray());
    }
}
