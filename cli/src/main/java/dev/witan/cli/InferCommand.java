// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `witan infer`: asks a mixture.
@Command(
        name = "infer",
        mixinStandardHelpOptions = true,
        description = "Asks a mixture for one row or a list of rows.",
        footer = {"", "Example: witan infer adult '{\"age\": 39, \"workclass\": \"Private\"}'"})
final class InferCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private AskOptions options;

    InferCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var response = Asking.ask(options, false);
        console.print(options.output == OutputFormat.JSON ? response.toString() : AnswerText.answer(response));
        return 0;
    }
}
