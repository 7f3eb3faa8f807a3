// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.kernels.FeedForward;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Set;

/// Builds a release's gate, and reads what training learned for balance.
final class GateReader {
    private final ComponentFiles files;
    private final MixtureSpec spec;
    private final Arena weights;
    private final ForeignExperts foreign;

    GateReader(ComponentFiles files, MixtureSpec spec, Arena weights, ForeignExperts foreign) {
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
        int scored = spec.scoredExperts();
        return switch (spec.gate()) {
            case GateConfig.Linear(var precision) ->
                network(GateShapes.network(spec.gate(), dimensions, scored), precision);
            case GateConfig.Mlp(var _, var _, var precision) ->
                network(GateShapes.network(spec.gate(), dimensions, scored), precision);
            case GateConfig.Hierarchical hierarchical -> {
                SafetensorsFile file = file(GateFormat.HIERARCHICAL);
                Gate gate = GateFormat.read(source(), file, hierarchical, dimensions, scored, weights);
                yield new Scoring(gate, bias(file));
            }
            case GateConfig.Onnx onnx ->
                new Scoring(
                        foreign.openGate(onnx, files.map(ComponentName.GATE, PartNames.GRAPH), dimensions, scored),
                        new float[scored]);
        };
    }

    private Scoring network(NetworkShape shape, GateConfig.Precision precision) {
        if (spec.head() instanceof HeadConfig.Tasks tasks) {
            SafetensorsFile file = file(NetworkFormat.metadata(PartNames.TASK_GATE_FORMAT, shape));
            Gate gate = TaskFormat.gate(new LayerFormat(source(), file, weights), shape, tasks, spec);
            return new Scoring(gate, bias(file));
        }
        SafetensorsFile file = file(NetworkFormat.metadata(PartNames.GATE_FORMAT, shape));
        Set<String> names = NetworkFormat.names(shape);
        names.add(PartNames.SELECTION_BIAS);
        file.requireOnly(names);
        FeedForward network = NetworkFormat.readStack(source(), file, shape, weights);
        float[] bias = bias(file);
        return new Scoring(
                switch (precision) {
                    case F32 -> new NetworkGate(network);
                    case EXACT8 -> new TwoPrecisionGate(network, bias);
                },
                bias);
    }

    private String source() {
        return files.source(ComponentName.GATE, PartNames.GATE_TENSORS);
    }

    private SafetensorsFile file(Map<String, String> metadata) {
        SafetensorsFile file = files.tensors(ComponentName.GATE, PartNames.GATE_TENSORS);
        NetworkFormat.requireMetadata(source(), file, metadata);
        return file;
    }

    private float[] bias(SafetensorsFile file) {
        Tensor tensor = file.tensor(PartNames.SELECTION_BIAS, TensorType.F32, spec.scoredExperts());
        return NetworkFormat.finite(source(), tensor).toFloats();
    }
}
