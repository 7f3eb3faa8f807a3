// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The `witan` command: exit code 0 means done, 1 failed, 2 wrong usage; answers go to standard output, everything
/// else to standard error.
public final class Main {
    /// The commands whose options may also stand in a file or the environment.
    private static final Set<String> CONFIGURABLE = Set.of("demo", "serve");

    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    /// Runs one command line and answers its exit code.
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine root = commandLine(out, err);
        CommandLine command = args.length == 0 ? null : root.getSubcommands().get(args[0]);
        try {
            if (command != null && CONFIGURABLE.contains(args[0])) {
                command.setDefaultValueProvider(ConfiguredDefaults.find(args, settings(root), System.getenv()::get));
            }
        } catch (WitanException e) {
            err.println("witan: " + e.reason());
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
        try {
            return root.execute(args);
        } catch (OutOfMemoryError e) {
            err.println("witan: memory ran out, of which Java may have %d MiB (%s); WITAN_JAVA_OPTIONS=-Xmx4g in the"
                            .formatted(Runtime.getRuntime().maxMemory() >> 20, e.getMessage())
                    + " environment gives it 4 GiB. train also needs less with a smaller --in-memory-rows");
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /// What a configuration file may set: the options of `serve`, which has all that `demo` has.
    private static CommandSpec settings(CommandLine root) {
        return Objects.requireNonNull(root.getSubcommands().get("serve")).getCommandSpec();
    }

    /// The whole command line: every subcommand is made here.
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        Console console = new Console(out, err);
        return new CommandLine(new WitanCommand())
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(TrainCommand.commandLine(console))
                .addSubcommand(new PublishCommand(console))
                .addSubcommand(new ImportCommand(console))
                .addSubcommand(new ExportCommand(console))
                .addSubcommand(new EvaluateCommand(console))
                .addSubcommand(new BatchCommand(console))
                .addSubcommand(new TiersCommand(console))
                .addSubcommand(DistillCommand.commandLine(console))
                .addSubcommand(ExpertCommand.commandLine(console))
                .addSubcommand(new InferCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new ListCommand(console))
                .addSubcommand(new ValidateCommand(console))
                .addSubcommand(new SteerCommand(console))
                .addSubcommand(new KeyCommand(console))
                .addSubcommand(new ConformanceCommand(console))
                .setOut(out)
                .setErr(err)
                // A record may be @FILE, which is the command's to read: it is no list of arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new Failures(console));
    }
}
