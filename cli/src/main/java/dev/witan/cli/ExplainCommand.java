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
        var response = Asking.ask(options, true);
        console.print(options.output == OutputFormat.JSON ? response.toString() : AnswerText.explained(response));
        return 0;
    }
}
