// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.model.repository.MixtureRepository;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where mixtures lie: `--repository`.
final class RepositoryOption {
    @Option(
            names = "--repository",
            paramLabel = "FOLDER",
            defaultValue = "${env:WITAN_REPOSITORY:-mixtures}",
            description = "Folder of mixtures; default: ${DEFAULT-VALUE}.")
    private Path repository;

    MixtureRepository open() {
        return new MixtureRepository(repository);
    }
}
