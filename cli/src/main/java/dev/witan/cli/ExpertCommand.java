// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `witan expert`: looks at a mixture's experts, and changes them release by release; its subcommands say how.
@Command(
        name = "expert",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Tells what each expert of a mixture is worth; adds, clones, prunes, restores, retrains, replaces them.",
        footer = {
            "",
            "Each change is measured on the rows of --data before and after, and published as the next release;",
            "--dry-run measures only. Releases before it stay as they are.",
            "",
            "Examples:",
            "  witan expert list shop --data held-out.csv",
            "  witan expert prune shop expert-3 --data held-out.csv --dry-run",
            "  witan expert add shop winter --data held-out.csv --learn winter.csv"
        })
final class ExpertCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    static CommandLine commandLine(Console console) {
        return new CommandLine(new ExpertCommand())
                .addSubcommand(new ExpertListCommand(console))
                .addSubcommand(new ExpertAddCommand(console))
                .addSubcommand(new ExpertCloneCommand(console))
                .addSubcommand(new ExpertPruneCommand(console))
                .addSubcommand(new ExpertRestoreCommand(console))
                .addSubcommand(new ExpertRetrainCommand(console))
                .addSubcommand(new ExpertReplaceCommand(console));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command: list, add, clone, prune, restore, retrain or replace?");
    }
}
