// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `witan explain`: asks a mixture, and for the decision behind the answer.
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Asks a mixture, and tells which experts answered, which were passed over, and why.")
final class ExplainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private AskOptions options;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Asking asking = Asking.ask(options, _ -> true);
        boolean isText = options.output == OutputFormat.TEXT;
        console.print(isText ? AnswerText.explained(asking) : asking.response().toString());
        return 0;
    }
}
