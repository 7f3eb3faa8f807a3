// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// The `witan` command: exit code 0 means done, 1 failed, 2 wrong usage; answers go to standard output, everything
/// else to standard error.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    /// Runs one command line and answers its exit code.
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        return commandLine(out, err).execute(args);
    }

    /// The whole command line: every subcommand is made here.
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        Console console = new Console(out, err);
        return new CommandLine(new WitanCommand())
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new EvaluateCommand(console))
                .addSubcommand(new InferCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new ListCommand(console))
                .addSubcommand(new ValidateCommand(console))
                .addSubcommand(new KeyCommand(console))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new Failures(console));
    }
}
