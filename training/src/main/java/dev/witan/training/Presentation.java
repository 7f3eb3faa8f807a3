// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.model.config.ExampleConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import java.util.List;
import java.util.Map;

/// What a release says beyond what was trained.
///
/// @param description what a person should know of the mixture; may be empty
/// @param titles what people call the classes, by class; none if they speak for themselves
/// @param specialties what a person should know of an expert, by its id; experts without any are left as they are
/// @param examples records to try the mixture with
/// @param tiers what each tier of experts costs, by the start of their ids; none where all experts are alike
public record Presentation(
        String description,
        Map<String, String> titles,
        Map<String, String> specialties,
        List<ExampleConfig> examples,
        List<TierOfExperts> tiers) {
    /// The experts whose ids start alike.
    ///
    /// @param start of their ids
    /// @param cost of one row
    /// @param tier the lowest difficulty for which they are meant
    public record TierOfExperts(String start, double cost, int tier) {}

    public Presentation {
        titles = Map.copyOf(titles);
        specialties = Map.copyOf(specialties);
        examples = List.copyOf(examples);
        tiers = List.copyOf(tiers);
    }

    /// Experts that are all alike.
    public Presentation(
            String description,
            Map<String, String> titles,
            Map<String, String> specialties,
            List<ExampleConfig> examples) {
        this(description, titles, specialties, examples, List.of());
    }

    /// A description and nothing else.
    public static Presentation of(String description) {
        return new Presentation(description, Map.of(), Map.of(), List.of());
    }

    /// The titles of these classes, in their order.
    List<String> titlesOf(List<String> classes) {
        return titles.isEmpty()
                ? List.of()
                : classes.stream()
                        .map(label -> titles.getOrDefault(label, label))
                        .toList();
    }

    /// The configuration with all of it.
    MixtureConfig on(MixtureConfig config) {
        MixtureSpec spec = config.spec();
        return new MixtureConfig(
                config.name(),
                description,
                spec.withExperts(spec.experts().stream().map(this::described).toList())
                        .withHead(titled(spec.head()))
                        .withExamples(examples));
    }

    private ExpertConfig described(ExpertConfig expert) {
        ExpertConfig described = expert.withDescription(specialties.getOrDefault(expert.id(), expert.description()));
        return tiers.stream()
                .filter(tier -> expert.id().startsWith(tier.start()))
                .findFirst()
                .map(tier -> described.withTraits(described.traits().at(tier.cost(), tier.tier())))
                .orElse(described);
    }

    private HeadConfig titled(HeadConfig head) {
        return switch (head) {
            case HeadConfig.MultiClass(var classes, var _) -> new HeadConfig.MultiClass(classes, titlesOf(classes));
            case HeadConfig other -> other;
        };
    }
}
