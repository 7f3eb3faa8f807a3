// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.safetensors.SafetensorsFile;
import java.lang.foreign.Arena;
import java.util.Optional;

/// Builds a release's experts, one by one.
final class ExpertReader {
    private final ComponentFiles files;
    private final Arena weights;
    private final ForeignExperts foreign;

    ExpertReader(ComponentFiles files, Arena weights, ForeignExperts foreign) {
        this.files = files;
        this.weights = weights;
        this.foreign = foreign;
    }

    Expert read(ExpertConfig config, int inputs, int outputs) {
        return switch (config) {
            case ExpertConfig.Ffn ffn -> network(ffn, NetworkShape.expert(ffn, inputs, outputs));
            case ExpertConfig.Trees trees -> trees(trees, inputs, outputs);
            case ExpertConfig.Onnx onnx -> {
                ComponentName component = ComponentName.expert(onnx.id());
                yield foreign.open(
                        files.mixture(),
                        onnx,
                        files.digest(component),
                        Optional.of(files.map(component, PartNames.GRAPH)),
                        inputs,
                        outputs);
            }
            case ExpertConfig.Remote _, ExpertConfig.Function _, ExpertConfig.Chat _ ->
                foreign.open(files.mixture(), config, MixtureConfigs.digest(config), Optional.empty(), inputs, outputs);
        };
    }

    private Expert trees(ExpertConfig.Trees trees, int inputs, int outputs) {
        ComponentName component = ComponentName.expert(trees.id());
        String source = files.source(component, PartNames.EXPERT_TENSORS);
        SafetensorsFile file = files.tensors(component, PartNames.EXPERT_TENSORS);
        return new TreesExpert(trees.id(), files.digest(component), ForestFormat.read(source, file, inputs, outputs));
    }

    private Expert network(ExpertConfig.Ffn ffn, NetworkShape shape) {
        ComponentName component = ComponentName.expert(ffn.id());
        String source = files.source(component, PartNames.EXPERT_TENSORS);
        SafetensorsFile file = files.tensors(component, PartNames.EXPERT_TENSORS);
        NetworkFormat.requireMetadata(source, file, NetworkFormat.metadata(PartNames.EXPERT_FORMAT, shape));
        file.requireOnly(NetworkFormat.names(shape));
        return new FfnExpert(ffn.id(), files.digest(component), NetworkFormat.read(source, file, shape, weights));
    }
}
