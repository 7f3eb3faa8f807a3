// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The mixtures of a repository, and folders elsewhere that a person named when the server started. A name from a
/// caller is only ever compared with names that are there: it never becomes part of a path.
public final class RepositorySource implements MixtureSource {
    private final MixtureRepository repository;
    private final List<MixtureFolder> named;
    private final ReleaseLoader loader;

    /// A source.
    ///
    /// @param named folders that win over the repository's of the same name
    public RepositorySource(MixtureRepository repository, List<MixtureFolder> named, ReleaseLoader loader) {
        this.repository = repository;
        this.named = List.copyOf(named);
        this.loader = loader;
    }

    @Override
    public List<String> names() {
        return folders().map(MixtureFolder::name).distinct().sorted().toList();
    }

    @Override
    public LoadedMixture load(String name) {
        MixtureFolder folder = folders()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new WitanException(ErrorCode.UNKNOWN_MIXTURE, "no such mixture in the repository: " + name));
        try {
            return loader.load(folder);
        } catch (WitanException e) {
            throw new WitanException(e.code(), withoutPath(e.reason(), folder.path()), e);
        }
    }

    private Stream<MixtureFolder> folders() {
        return Stream.concat(named.stream(), repository.list().stream());
    }

    /// Where the repository lies concerns only who runs the server.
    private static String withoutPath(String reason, Path folder) {
        return Optional.ofNullable(folder.getParent())
                .map(parent -> reason.replace(parent + File.separator, ""))
                .orElse(reason);
    }
}
