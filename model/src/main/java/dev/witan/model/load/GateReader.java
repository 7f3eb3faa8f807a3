// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.TensorType;
import java.lang.foreign.Arena;
import java.util.Set;

/// Builds a release's gate, and reads what training learned for balance.
final class GateReader {
    private final ReleaseFiles files;
    private final MixtureSpec spec;
    private final Arena weights;
    private final ForeignExperts foreign;

    GateReader(ReleaseFiles files, MixtureSpec spec, Arena weights, ForeignExperts foreign) {
        this.files = files;
        this.spec = spec;
        this.weights = weights;
        this.foreign = foreign;
    }

    /// A gate and the bias on selection that ships with it, one value per expert that it scores.
    static final class Scoring {
        private final Gate gate;
        private final float[] selectionBias;

        private Scoring(Gate gate, float[] selectionBias) {
            this.gate = gate;
            this.selectionBias = selectionBias;
        }

        Gate gate() {
            return gate;
        }

        float[] selectionBias() {
            return selectionBias.clone();
        }
    }

    Scoring read(int dimensions) {
        Component component = files.component(ComponentName.GATE);
        int scored = spec.scoredExperts();
        return switch (spec.gate()) {
            case GateConfig.Linear _, GateConfig.Mlp _ ->
                network(component, GateShapes.network(spec.gate(), dimensions, scored));
            case GateConfig.Hierarchical _ -> throw new IllegalArgumentException("a hierarchical gate cannot be read");
            case GateConfig.Onnx onnx ->
                new Scoring(
                        foreign.openGate(onnx, files.map(component, PartNames.GRAPH), dimensions, scored),
                        new float[scored]);
        };
    }

    private Scoring network(Component component, NetworkShape shape) {
        String source = files.source(component, PartNames.GATE_TENSORS);
        SafetensorsFile file = files.tensors(component, PartNames.GATE_TENSORS);
        NetworkFormat.requireMetadata(source, file, NetworkFormat.metadata(PartNames.GATE_FORMAT, shape));
        Set<String> names = NetworkFormat.names(shape);
        names.add(PartNames.SELECTION_BIAS);
        file.requireOnly(names);
        NetworkGate gate = new NetworkGate(NetworkFormat.readStack(source, file, shape, weights));
        return new Scoring(gate, bias(source, file));
    }

    private float[] bias(String source, SafetensorsFile file) {
        return NetworkFormat.finite(source, file.tensor(PartNames.SELECTION_BIAS, TensorType.F32, spec.scoredExperts()))
                .toFloats();
    }
}
