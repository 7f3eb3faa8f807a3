// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `witan distill`: teaches something small what a mixture does; its subcommands say what.
@Command(
        name = "distill",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Teaches a smaller gate, or a dense network, what a mixture does, and publishes the next release.")
final class DistillCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    static CommandLine commandLine(Console console) {
        return new CommandLine(new DistillCommand())
                .addSubcommand(new DistillGateCommand(console))
                .addSubcommand(new DistillDenseCommand(console));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "distill what: gate or dense?");
    }
}
