// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Activation;
import dev.witan.model.config.ExpertConfig;
import dev.witan.training.lifecycle.Edit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan expert add`: a new expert, taught beside those that are there.
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Adds an expert, whose last layer starts at zero, and teaches it. The gate gets one more score, and a bias",
            "with which the expert gets its share of the rows at once; everything else stays as it is, to the bit."
        })
final class ExpertAddCommand extends ExpertChange {
    @Parameters(index = "1", paramLabel = "ID", description = "Name of the new expert.")
    private String id;

    @Option(
            names = "--hidden",
            paramLabel = "WIDTHS",
            split = ",",
            description = "Widths of its hidden layers, like 64,32; default: those of the widest expert.")
    private @Nullable List<Integer> hidden;

    @Mixin
    private LearnOptions learn;

    ExpertAddCommand(Console console) {
        super(console);
    }

    @Override
    Edit edit(Scene scene) {
        Optional<ExpertConfig.Ffn> like = scene.next().spec().experts().stream()
                .filter(ExpertConfig.Ffn.class::isInstance)
                .map(ExpertConfig.Ffn.class::cast)
                .max(Comparator.comparingInt(
                        ffn -> ffn.hidden().stream().mapToInt(Integer::intValue).sum()));
        List<Integer> widths = hidden != null
                ? hidden
                : like.map(ExpertConfig.Ffn::hidden)
                        .orElseThrow(() -> WitanException.invalidInput(
                                "--hidden must tell the widths: the mixture has no expert of kind ffn"));
        Activation activation = like.filter(ffn -> !ffn.hidden().isEmpty())
                .map(ExpertConfig.Ffn::activation)
                .orElse(Activation.GELU);
        Edit added = scene.edits().add(id, widths, activation, rows.seed);
        return NewExperts.taught(scene, added, id, learn, rows, console);
    }

    @Override
    String note() {
        return "added " + id;
    }
}
