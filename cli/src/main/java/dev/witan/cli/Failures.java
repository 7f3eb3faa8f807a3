// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Answers a command that failed: the rule and the value for what a person can mend, the whole trace for what only a
/// developer can.
final class Failures implements IExecutionExceptionHandler {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        if (e instanceof WitanException known) {
            known.reason().lines().forEach(line -> console.tell("witan: " + line));
        } else {
            console.tell("witan: this should not have happened; please report it with what follows.");
            e.printStackTrace(console.err());
            console.err().flush();
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
