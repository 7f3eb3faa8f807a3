// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.WitanException;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.Role;
import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.training.data.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// On which tables the trees of a release grew. Whatever learns beside them must not learn from the same rows: trees
/// are
/// surer of rows that they know than of any other.
///
/// @param experts of the release that are trees and get rows
/// @param digests of the tables that these grew on, as far as that was noted
public record TreeOrigin(List<String> experts, Set<String> digests) {
    /// What a release notes of trees that it took over from another.
    private static final String FACT = "trees.corpus.sha256";

    private static final String CORPUS = "corpus.sha256";

    public TreeOrigin {
        experts = List.copyOf(experts);
        digests = Set.copyOf(digests);
    }

    /// What the releases of a folder tell of those of one of them: a forest comes from the first that has it.
    public static TreeOrigin of(MixtureFolder folder, ReleaseManifest release) {
        List<String> trees = release.configuration().spec().experts().stream()
                .filter(ExpertConfig.Trees.class::isInstance)
                .filter(expert ->
                        expert.traits().role() == Role.SCORED || expert.traits().role() == Role.SHARED)
                .map(ExpertConfig::id)
                .toList();
        Set<String> digests = trees.stream()
                .flatMap(id -> digests(first(folder, release, ComponentName.expert(id))).stream())
                .collect(Collectors.toSet());
        return new TreeOrigin(trees, digests);
    }

    private static Provenance first(MixtureFolder folder, ReleaseManifest release, ComponentName name) {
        String digest = release.component(name).digest();
        return folder.releases().stream()
                .filter(number -> number < release.release())
                .sorted()
                .map(folder::manifest)
                .filter(other -> other.find(name).map(Component::digest).equals(Optional.of(digest)))
                .findFirst()
                .orElse(release)
                .provenance();
    }

    private static Set<String> digests(Provenance provenance) {
        String known = provenance.facts().getOrDefault(FACT, provenance.facts().getOrDefault(CORPUS, ""));
        return known.isEmpty() ? Set.of() : Set.of(known.split(","));
    }

    /// Refuses to learn from a table that trees grew on.
    public void requireOther(Table table) {
        if (digests.contains(table.digest())) {
            throw WitanException.invalidInput(
                    "%s: experts %s grew on these rows, and are surer of them than of any other, so that what learns beside"
                                    .formatted(table.source(), String.join(", ", experts))
                            + " them would trust them too much: learn from rows that they have not seen, or train anew,"
                            + " with --trees instead of --from");
        }
    }

    /// What a release notes that takes the trees over.
    Map<String, String> facts() {
        return digests.isEmpty() ? Map.of() : Map.of(FACT, String.join(",", new TreeSet<>(digests)));
    }
}
