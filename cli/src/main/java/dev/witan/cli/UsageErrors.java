// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Answers a command line that makes no sense: what is wrong, what was most likely meant, and where help is.
final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("witan: " + plain(String.valueOf(e.getMessage())));
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /// Without the names of Java's types.
    private static String plain(String message) {
        return message.replaceAll("is not an? (int|long|integer)$", "is not a whole number")
                .replaceAll("is not an? (double|float)$", "is not a number")
                .replace("should be specified only once", "may be given only once");
    }
}
