// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.model.config.ExampleConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import java.util.List;
import java.util.Map;

/// What a release says to people beyond what was trained.
///
/// @param description what a person should know of the mixture; may be empty
/// @param titles what people call the classes, by class; none if they speak for themselves
/// @param specialties what a person should know of an expert, by its id; experts without any are left as they are
/// @param examples records to try the mixture with
public record Presentation(
        String description, Map<String, String> titles, Map<String, String> specialties, List<ExampleConfig> examples) {
    public Presentation {
        titles = Map.copyOf(titles);
        specialties = Map.copyOf(specialties);
        examples = List.copyOf(examples);
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
                new MixtureSpec(
                        spec.signature(),
                        spec.encoder(),
                        spec.gate(),
                        spec.experts().stream().map(this::described).toList(),
                        spec.fanOut(),
                        spec.combine(),
                        titled(spec.head()),
                        examples));
    }

    private ExpertConfig described(ExpertConfig expert) {
        return switch (expert) {
            case ExpertConfig.Ffn(var id, var about, var hidden, var activation) ->
                new ExpertConfig.Ffn(id, specialties.getOrDefault(id, about), hidden, activation);
        };
    }

    private HeadConfig titled(HeadConfig head) {
        return switch (head) {
            case HeadConfig.MultiClass(var classes, var _) -> new HeadConfig.MultiClass(classes, titlesOf(classes));
            case HeadConfig.Binary binary -> binary;
            case HeadConfig.Regression regression -> regression;
        };
    }
}
