// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.Gate;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.safetensors.SafetensorsFile;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds one release's parts in order: encoder and head, gate and router, experts. Used once.
final class ReleaseReader {
    private final ComponentFiles files;
    private final MixtureSpec spec;
    private final Arena weights;
    private final ForeignExperts foreign;
    private final List<Gate> gates = new ArrayList<>();
    private final List<Expert> experts = new ArrayList<>();

    ReleaseReader(ComponentFiles files, MixtureSpec spec, Arena weights, ForeignExperts foreign) {
        this.files = files;
        this.spec = spec;
        this.weights = weights;
        this.foreign = foreign;
    }

    /// The mixture of that name, release and digest; on failure, what was opened is closed again.
    Mixture mixture(Kernels kernels, String name, int release, String digest) {
        boolean isWhole = false;
        try {
            EncoderReader.Ends ends = new EncoderReader(files, spec, weights).read();
            MoeLayer layer = layer(kernels, ends.encoder().dimensions());
            Mixture mixture = new Mixture(
                    name,
                    release,
                    digest,
                    ends.encoder(),
                    layer,
                    ends.head(),
                    LayerAssembly.permissions(spec),
                    LayerAssembly.execution(spec.execution()));
            isWhole = true;
            return mixture;
        } finally {
            if (!isWhole) {
                close();
            }
        }
    }

    /// Builds every part that is kept in files, and lets go of it again; experts that live elsewhere are left alone.
    void tryOut() {
        try {
            int dimensions =
                    new EncoderReader(files, spec, weights).read().encoder().dimensions();
            GateReader.Scoring scoring = new GateReader(files, spec, weights, foreign).read(dimensions);
            gates.add(scoring.gate());
            RouterAssembly.router(spec, scoring.selectionBias(), tiers(dimensions));
            ExpertReader reader = new ExpertReader(files, weights, foreign);
            spec.experts().stream()
                    .filter(ExpertConfig::hasComponent)
                    .forEach(expert -> experts.add(
                            reader.read(expert, dimensions, spec.head().outputs())));
        } finally {
            close();
        }
    }

    private void close() {
        experts.forEach(Expert::close);
        gates.forEach(Gate::close);
    }

    private MoeLayer layer(Kernels kernels, int dimensions) {
        GateReader.Scoring scoring = new GateReader(files, spec, weights, foreign).read(dimensions);
        gates.add(scoring.gate());
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
        String source = files.source(ComponentName.TIERS, PartNames.TIER_TENSORS);
        SafetensorsFile file = files.tensors(ComponentName.TIERS, PartNames.TIER_TENSORS);
        NetworkShape shape = NetworkShape.tiers(dimensions);
        NetworkFormat.requireMetadata(source, file, NetworkFormat.metadata(PartNames.TIER_FORMAT, shape));
        file.requireOnly(NetworkFormat.names(shape));
        return Optional.of(NetworkFormat.readStack(source, file, shape, weights));
    }
}
