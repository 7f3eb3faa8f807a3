// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.kernels.Kernels;
import dev.witan.model.MixtureValidator;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.problem.Problem;
import dev.witan.model.repository.MixtureFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `witan validate`: checks a mixture on disk, from `mixture.yaml` to the last digest, and tells everything that is
/// wrong at once.
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description =
                "Checks a mixture's configuration, manifest, files and digests; exit code 1 if anything is wrong.")
final class ValidateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MIXTURE", description = "The mixture to check.")
    private String name;

    @Mixin
    private RepositoryOption repository;

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MixtureFolder folder = repository.open().find(name);
        List<Problem> problems;
        try (ExpertKinds kinds = ExpertKinds.ofProcess()) {
            problems = new MixtureValidator(new MixtureConfigs(), kinds.loader(Kernels.choose())).validate(folder);
        }
        problems.forEach(problem -> console.tell(problem.toString()));
        boolean isBroken = problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        if (!isBroken) {
            console.print("%s is valid: %s".formatted(folder.name(), release(folder)));
        }
        return isBroken ? 1 : 0;
    }

    private static String release(MixtureFolder folder) {
        return folder.activeRelease().isPresent()
                ? "release %d is in force".formatted(folder.activeRelease().getAsInt())
                : "it has no release yet";
    }
}
