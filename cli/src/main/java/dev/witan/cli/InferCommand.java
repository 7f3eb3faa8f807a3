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
        footer = {
            "",
            "Examples: witan infer languages \"Wo ist der Bahnhof?\"",
            "          witan infer ads '{\"vertical\": \"games\", \"hour\": 21}'"
        })
final class InferCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private AskOptions options;

    InferCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        boolean isText = options.output == OutputFormat.TEXT;
        Asking asking = Asking.ask(options, request -> isText && request.rows() == 1);
        console.print(isText ? AnswerText.answer(asking) : asking.response().toString());
        return 0;
    }
}
