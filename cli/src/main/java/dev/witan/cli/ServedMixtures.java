// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import java.util.List;

/// What a server is to load when it starts, and the repository from which it may load more.
///
/// @param named the folders that somebody named; empty for the whole repository
record ServedMixtures(MixtureRepository repository, List<MixtureFolder> named) {
    ServedMixtures {
        named = List.copyOf(named);
        List<String> twice = named.stream().map(MixtureFolder::name).toList();
        twice.stream()
                .filter(name -> twice.indexOf(name) != twice.lastIndexOf(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new WitanException(
                            ErrorCode.INVALID_CONFIGURATION, "a mixture may be served only once: '" + name + "'");
                });
    }

    /// The mixtures of those names or at those paths; without any, all of the repository.
    static ServedMixtures of(MixtureRepository repository, List<String> namesOrPaths) {
        ServedMixtures mixtures = new ServedMixtures(
                repository, namesOrPaths.stream().map(repository::find).toList());
        if (mixtures.names().isEmpty()) {
            throw new WitanException(
                    ErrorCode.UNKNOWN_MIXTURE,
                    "nothing to serve: the repository holds no mixtures; make one with: witan train my.csv --target COLUMN");
        }
        return mixtures;
    }

    boolean areNamed() {
        return !named.isEmpty();
    }

    /// The names of what is to be loaded.
    List<String> names() {
        List<MixtureFolder> folders = areNamed() ? named : repository.list();
        return folders.stream().map(MixtureFolder::name).toList();
    }
}
