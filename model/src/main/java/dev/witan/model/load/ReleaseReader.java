// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.MixtureSpec;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

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
                Router.topK(scoring.selectionBias(), spec.routing().fanOut()),
                experts,
                LayerAssembly.rule(spec));
    }
}
