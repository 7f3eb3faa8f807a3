// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.lifecycle.Edit;
import dev.witan.training.lifecycle.ExpertTuning;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `witan expert retrain`: lets experts learn further, with everything else frozen.
@Command(
        name = "retrain",
        mixinStandardHelpOptions = true,
        description = {
            "Lets experts learn further from the rows that the gate sends to them. Encoder, gate and all other experts",
            "stay as they are, to the bit; what is kept is what was best on rows set apart."
        })
final class ExpertRetrainCommand extends ExpertChange {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "EXPERT", description = "Which.")
    private List<String> ids = List.of();

    @Mixin
    private LearnOptions learn;

    ExpertRetrainCommand(Console console) {
        super(console);
    }

    @Override
    Edit edit(Scene scene) {
        ids.forEach(id -> scene.edits().ffn(scene.edits().place(id)));
        try (ProgressLine progress = new ProgressLine(console, "retrain")) {
            return ExpertTuning.retrain(
                    scene.loaded().mixture(),
                    scene.next().spec(),
                    ids,
                    learn.rows(console, scene, rows),
                    learn.options(rows.seed),
                    progress);
        }
    }

    @Override
    String note() {
        return "retrained " + String.join(", ", ids);
    }
}
