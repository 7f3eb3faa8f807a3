// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.Role;
import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.training.data.Sha256;
import dev.witan.training.data.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// On which tables the trees of a release grew. Whatever learns beside them must not learn from the same rows: trees
/// are surer of rows that they know than of any other. A table is known by its values, in whichever form it comes, and
/// by its file, however that is read.
///
/// @param experts of the release that are trees and get rows
/// @param digests of the tables that these grew on and of their files, as far as that was noted
public record TreeOrigin(List<String> experts, Set<String> digests) {
    /// A release without trees.
    public static final TreeOrigin NONE = new TreeOrigin(List.of(), Set.of());

    /// What a release notes of its trees.
    private static final String FACT = "trees.corpus.sha256";

    private static final String CORPUS = "corpus.sha256";

    public TreeOrigin {
        experts = List.copyOf(experts);
        digests = Set.copyOf(digests);
    }

    /// That of trees that grew in this training.
    ///
    /// @param file with the table
    public static TreeOrigin of(TrainedMixture trained, Path file) {
        List<String> trees = trained.experts().stream()
                .filter(expert ->
                        expert instanceof TrainedExpert.Given(var given, var _) && given instanceof TreesExpert)
                .map(TrainedExpert::id)
                .toList();
        return trees.isEmpty()
                ? NONE
                : new TreeOrigin(trees, Set.of(trained.report().corpusDigest(), Sha256.of(file)));
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

    /// Refuses to learn from a table that trees grew on, or from rows that were drawn from it.
    public void requireOther(Table table, Path file) {
        if (digests.contains(table.digest()) || (!digests.isEmpty() && digests.contains(Sha256.of(file)))) {
            throw WitanException.invalidInput(
                    "%s: experts %s grew on these rows, and are surer of them than of any other, so that what learns beside"
                                    .formatted(table.source(), String.join(", ", experts))
                            + " them would trust them too much: learn from rows that they have not seen, or train anew,"
                            + " with --trees instead of --from");
        }
    }

    /// What a release notes that has these trees.
    Map<String, String> facts() {
        return digests.isEmpty() ? Map.of() : Map.of(FACT, String.join(",", new TreeSet<>(digests)));
    }
}
