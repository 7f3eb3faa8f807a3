// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.repository.ComponentContent;
import dev.witan.model.safetensors.SafetensorsWriter;
import dev.witan.model.safetensors.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Components of a release whose numbers come from elsewhere. They are fetched when a component is written, so that no
/// more than one of them is in memory at a time.
public final class TensorComponents {
    private TensorComponents() {}

    /// An expert.
    ///
    /// @param layers makes them anew each time, with equal numbers: `gate`, `up` and `down` of a gated form, or
    ///     `layers.<i>`
    public static ComponentContent expert(
            ExpertConfig.Ffn expert, int inputs, int outputs, Supplier<List<DenseLayer>> layers) {
        Map<String, String> metadata =
                NetworkFormat.metadata(PartNames.EXPERT_FORMAT, NetworkShape.expert(expert, inputs, outputs));
        return new ComponentContent(
                PartNames.EXPERT_ENCODING,
                Map.of(
                        PartNames.EXPERT_TENSORS,
                        channel -> new SafetensorsWriter(tensors(layers.get()), metadata).writeTo(channel)));
    }

    /// A linear gate.
    ///
    /// @param weights makes them anew each time: one layer, whatever it is called
    /// @param selectionBias makes them anew each time: one value per expert that it scores
    public static ComponentContent gate(
            int inputs, int experts, Supplier<DenseLayer> weights, Supplier<float[]> selectionBias) {
        Map<String, String> metadata = NetworkFormat.metadata(
                PartNames.GATE_FORMAT, GateShapes.network(new GateConfig.Linear(), inputs, experts));
        return new ComponentContent("", Map.of(PartNames.GATE_TENSORS, channel -> {
            List<Tensor> tensors = new ArrayList<>(weights.get().as("layers.0").tensors());
            float[] bias = selectionBias.get();
            tensors.add(Tensor.of(PartNames.SELECTION_BIAS, bias, bias.length));
            new SafetensorsWriter(tensors, metadata).writeTo(channel);
        }));
    }

    private static List<Tensor> tensors(List<DenseLayer> layers) {
        return layers.stream().flatMap(layer -> layer.tensors().stream()).toList();
    }
}
