// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.storage.Fingerprint;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A release, written once and never changed: one version of every component and the configuration as it was when the
/// release was published.
public record ReleaseManifest(
        String mixture, int release, Provenance provenance, List<Component> components, MixtureConfig configuration) {

    /// The highest number that a release can have.
    public static final int RELEASE_MAX = 999_999_999;

    public ReleaseManifest {
        if (release < 1 || release > RELEASE_MAX) {
            throw new IllegalArgumentException("release must be between 1 and %d: %d".formatted(RELEASE_MAX, release));
        }
        components = components.stream()
                .sorted(Comparator.comparing(component -> component.name().path()))
                .toList();
        Set<ComponentName> found = components.stream().map(Component::name).collect(Collectors.toSet());
        Set<ComponentName> expected = componentsOf(configuration);
        if (!found.equals(expected) || found.size() != components.size()) {
            throw new IllegalArgumentException("components must be %s, each once: %s"
                    .formatted(
                            expected, components.stream().map(Component::name).toList()));
        }
    }

    /// The component of that name, if the release has it.
    public Optional<Component> find(ComponentName name) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst();
    }

    /// The component of that name.
    public Component component(ComponentName name) {
        return find(name)
                .orElseThrow(() -> new WitanException(
                        ErrorCode.CORRUPT_FILE, "release %d of %s has no %s".formatted(release, mixture, name)));
    }

    /// The SHA-256 of the frozen configuration.
    public String configurationDigest() {
        return Fingerprint.sha256(MixtureConfigs.toJson(configuration));
    }

    /// The SHA-256 over every component and the configuration: releases of equal digest answer alike, whatever their
    /// number and origin.
    public String digest() {
        return Fingerprint.sha256(components.stream()
                .map(component -> component.name() + " " + component.digest() + "\n")
                .collect(Collectors.joining("", "configuration " + configurationDigest() + "\n", "")));
    }

    /// The components that a configuration calls for.
    public static Set<ComponentName> componentsOf(MixtureConfig configuration) {
        MixtureSpec spec = configuration.spec();
        Set<ComponentName> names = new HashSet<>(Set.of(ComponentName.GATE));
        if (spec.encoder().isLearned()) {
            names.add(ComponentName.ENCODER);
        }
        if (spec.routing().tiers().isOn()) {
            names.add(ComponentName.TIERS);
        }
        if (spec.head() instanceof HeadConfig.Tasks) {
            names.add(ComponentName.TOWERS);
        }
        spec.experts().stream()
                .filter(ExpertConfig::hasComponent)
                .forEach(expert -> names.add(ComponentName.expert(expert.id())));
        return names;
    }
}
