// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.training.lifecycle.Edit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan expert prune`: sends no more rows to some experts, and later takes them out.
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = {
            "Masks experts: no row goes to them any more, while their ids, places and files stay, so that",
            "`witan expert restore` brings them back. Warns of groups of rows that fare worse, since what is rare hides",
            "behind the mean.",
            "With --remove, takes masked experts out for good."
        })
final class ExpertPruneCommand extends ExpertChange {
    @Parameters(index = "1..*", paramLabel = "EXPERT", description = "Which; with --remove none for all masked ones.")
    private List<String> ids = List.of();

    @Option(names = "--remove", description = "Take out experts that are masked already.")
    private boolean isRemoval;

    ExpertPruneCommand(Console console) {
        super(console);
    }

    @Override
    Edit edit(Scene scene) {
        if (isRemoval) {
            return scene.edits().remove(ids);
        }
        if (ids.isEmpty()) {
            throw WitanException.invalidInput(
                    "prune needs the ids of experts: `witan expert list` tells what each is worth");
        }
        return scene.edits().mask(ids);
    }

    @Override
    String note() {
        String which = ids.isEmpty() ? "all masked experts" : String.join(", ", ids);
        return (isRemoval ? "removed " : "masked ") + which;
    }
}
