// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import dev.witan.training.lifecycle.Edit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `witan expert replace`: other weights for an expert, from a file.
@Command(
        name = "replace",
        mixinStandardHelpOptions = true,
        description = {
            "Exchanges an expert by a file: .safetensors with the layers that the expert has, named as in a release",
            "(layers.0.weight, layers.0.bias, …), or a graph in .onnx. Its id, place and role stay."
        })
final class ExpertReplaceCommand extends ExpertChange {
    @Parameters(index = "1", paramLabel = "EXPERT", description = "Which.")
    private String id;

    @Option(names = "--with", required = true, paramLabel = "FILE", description = "The file.")
    private Path file;

    ExpertReplaceCommand(Console console) {
        super(console);
    }

    @Override
    Edit edit(Scene scene) {
        int place = scene.edits().place(id);
        List<ExpertConfig> experts = new ArrayList<>(scene.next().spec().experts());
        ExpertConfig before = experts.get(place);
        String name = file.getFileName().toString();
        if (name.endsWith(".onnx")) {
            experts.set(place, new ExpertConfig.Onnx(id, before.traits()));
        } else if (!name.endsWith(".safetensors")) {
            throw WitanException.invalidInput("%s: must be a .safetensors or an .onnx file".formatted(file));
        } else if (!(before instanceof ExpertConfig.Ffn)) {
            throw WitanException.invalidInput("%s: '%s' is of kind %s, which .safetensors cannot replace: .onnx can"
                    .formatted(file, id, before.kind()));
        }
        return new Edit(
                scene.next().spec().withExperts(experts),
                Map.of(ComponentName.expert(id), Supply.of(file, scene.arena())));
    }

    @Override
    String note() {
        return "replaced %s by %s".formatted(id, file.getFileName());
    }
}
