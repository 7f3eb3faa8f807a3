// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.model.repository.MixtureFolder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the log of each mixture's steers lies: in the state folder, if there is one, else beside the mixture.
record SteerLogs(ServedMixtures mixtures, Optional<Path> state) {
    private static final String FILE = "steers.jsonl";

    Optional<Path> of(String mixture) {
        return state.map(folder -> folder.resolve(mixture).resolve(FILE)).or(() -> beside(mixture));
    }

    private Optional<Path> beside(String mixture) {
        return Stream.concat(mixtures.named().stream(), mixtures.repository().list().stream())
                .filter(folder -> folder.name().equals(mixture))
                .findFirst()
                .map(MixtureFolder::path)
                .map(folder -> folder.resolve(FILE));
    }
}
