// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.expert.Expert;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.safetensors.SafetensorsFile;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds one release's parts in order: encoder and head, gate and router, experts. Used once.
final class ReleaseReader {
    private final ReleaseFiles files;
    private final MixtureSpec spec;
    private final Arena weights;
    private final ForeignExperts foreign;

    ReleaseReader(ReleaseFiles files, Arena weights, ForeignExperts foreign) {
        this.files = files;
        this.spec = files.manifest().configuration().spec();
        this.weights = weights;
        this.foreign = foreign;
    }

    /// The mixture; on failure, the experts that were opened are closed again.
    Mixture mixture(Kernels kernels) {
        List<Expert> experts = new ArrayList<>();
        boolean isWhole = false;
        try {
            EncoderReader.Ends ends = new EncoderReader(files, spec).read();
            MoeLayer layer = layer(kernels, ends.encoder().dimensions(), experts);
            Mixture mixture = new Mixture(
                    files.folder().name(),
                    files.manifest().release(),
                    files.manifest().digest(),
                    ends.encoder(),
                    layer,
                    ends.head(),
                    LayerAssembly.permissions(spec),
                    LayerAssembly.execution(spec.execution()));
            isWhole = true;
            return mixture;
        } finally {
            if (!isWhole) {
                experts.forEach(Expert::close);
            }
        }
    }

    private MoeLayer layer(Kernels kernels, int dimensions, List<Expert> experts) {
        GateReader.Scoring scoring = new GateReader(files, spec, weights, foreign).read(dimensions);
        ExpertReader reader = new ExpertReader(files, weights, foreign);
        for (ExpertConfig expert : spec.experts()) {
            experts.add(reader.read(expert, dimensions, spec.head().outputs()));
        }
        return new MoeLayer(
                kernels,
                scoring.gate(),
                RouterAssembly.router(spec, scoring.selectionBias(), tiers(dimensions)),
                experts,
                LayerAssembly.rule(spec));
    }

    private Optional<FeedForward> tiers(int dimensions) {
        if (!spec.routing().tiers().isOn()) {
            return Optional.empty();
        }
        Component component = files.component(ComponentName.TIERS);
        String source = files.source(component, PartNames.TIER_TENSORS);
        SafetensorsFile file = files.tensors(component, PartNames.TIER_TENSORS);
        NetworkShape shape = NetworkShape.tiers(dimensions);
        NetworkFormat.requireMetadata(source, file, NetworkFormat.metadata(PartNames.TIER_FORMAT, shape));
        file.requireOnly(NetworkFormat.names(shape));
        return Optional.of(NetworkFormat.readStack(source, file, shape, weights));
    }
}
