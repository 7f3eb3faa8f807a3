// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.lifecycle.Edit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `witan expert restore`: sends rows to masked experts again.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Takes the mask off experts that were pruned: rows go to them again as they did before, to the bit,",
            "if nothing else has changed since."
        })
final class ExpertRestoreCommand extends ExpertChange {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "EXPERT", description = "Which; they must be masked.")
    private List<String> ids = List.of();

    ExpertRestoreCommand(Console console) {
        super(console);
    }

    @Override
    Edit edit(Scene scene) {
        return scene.edits().restore(ids);
    }

    @Override
    String note() {
        return "restored " + String.join(", ", ids);
    }
}
