// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The root command, which only its subcommands do anything for.
@Command(
        name = "witan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = GenerateCompletion.class,
        description = "Trains and serves mixtures of experts.",
        footer = {
            "",
            "A MIXTURE is a name in the repository (--repository, default ./mixtures) or a path to a mixture's folder.",
            "Completion: source <(witan generate-completion)"
        })
final class WitanCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
