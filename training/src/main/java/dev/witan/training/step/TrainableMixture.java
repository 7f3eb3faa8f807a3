// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.training.features.EmbeddingGradients;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.network.Update;
import java.util.ArrayList;
import java.util.List;

/// Everything that is learned together: the encoder's embeddings, the gate and the experts. A network to compare with
/// is the same thing with one expert.
///
/// @param embeddings of the encoder
/// @param gate one score per expert
/// @param experts of equal inputs and outputs
/// @param fanOut how many experts a row goes to
public record TrainableMixture(
        EmbeddingGradients embeddings, TrainableNetwork gate, List<TrainableNetwork> experts, int fanOut) {
    public TrainableMixture {
        experts = List.copyOf(experts);
    }

    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(embeddings.parameters());
        if (isGated()) {
            parameters.addAll(gate.parameters());
        }
        experts.forEach(expert -> parameters.addAll(expert.parameters()));
        return parameters;
    }

    /// What the optimizer does after every batch.
    public List<Update> updates() {
        List<Update> updates = new ArrayList<>(embeddings.updates());
        List<Parameter> dense = new ArrayList<>();
        if (isGated()) {
            dense.addAll(gate.parameters());
        }
        experts.forEach(expert -> dense.addAll(expert.parameters()));
        dense.forEach(parameter -> updates.add((adam, step, rate) -> adam.step(parameter, step, rate)));
        return updates;
    }

    /// Whether there is anything to choose from.
    public boolean isGated() {
        return experts.size() > 1;
    }

    public int inputs() {
        return gate.layers().getFirst().inputs();
    }

    public int outputs() {
        return experts.getFirst().serving().outputs();
    }

    /// The gate as it serves; it sees every repacking.
    public NetworkGate servingGate() {
        return new NetworkGate(gate.serving());
    }

    /// The experts as they serve; they see every repacking.
    public List<Expert> servingExperts() {
        List<Expert> serving = new ArrayList<>();
        for (TrainableNetwork expert : experts) {
            serving.add(new FfnExpert(expert.name(), expert.name(), expert.serving()));
        }
        return serving;
    }

    /// Hands the numbers to the kernels, after they changed.
    public void repack() {
        gate.repack();
        experts.forEach(TrainableNetwork::repack);
    }

    /// Exchanges every value and its moving average; a second call undoes it.
    public void swapAverages() {
        parameters().forEach(Parameter::swapAverage);
        repack();
    }
}
