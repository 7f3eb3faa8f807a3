// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.lifecycle.Edit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan expert clone`: a copy of an expert with a little noise, taught to differ.
@Command(
        name = "clone",
        mixinStandardHelpOptions = true,
        description = {
            "Copies an expert, its score included, with a little noise on its weights, and teaches the copy what the",
            "original lacks; everything else stays as it is, to the bit. --steps 0 copies and balances only."
        })
final class ExpertCloneCommand extends ExpertChange {
    @Parameters(index = "1", paramLabel = "EXPERT", description = "Which.")
    private String original;

    @Parameters(index = "2", paramLabel = "ID", description = "Name of the copy.")
    private String id;

    @Option(
            names = "--noise",
            paramLabel = "SHARE",
            defaultValue = "0.02",
            description = "In relation to the deviation of a layer's weights; default: ${DEFAULT-VALUE}.")
    private double noise;

    @Mixin
    private LearnOptions learn;

    ExpertCloneCommand(Console console) {
        super(console);
    }

    @Override
    Edit edit(Scene scene) {
        Edit copied = scene.edits().copy(original, id, noise, rows.seed);
        return NewExperts.taught(scene, copied, id, learn, rows, console);
    }

    @Override
    String note() {
        return "cloned %s as %s".formatted(original, id);
    }
}
