// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.kernels.FloatMatrix;
import dev.witan.training.TrainedNetwork.Layer;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Brings a network that scores labels into the order of a mixture's experts.
///
/// @param labels in the network's order
/// @param experts in the mixture's order; those that are no label are scored so low that the gate never means them
record ExpertOrder(List<String> labels, List<String> experts) {
    /// Next to any score that training leads to, nothing: `exp(-60)`.
    private static final float NEVER = -60f;

    /// The network with its last layer in the experts' order, and every score divided by the temperature.
    TrainedNetwork gate(TrainedNetwork scorer, double temperature) {
        List<Layer> layers = new ArrayList<>(scorer.layers());
        Layer last = layers.removeLast();
        int inputs = last.weights().columns();
        FloatMatrix weights = FloatMatrix.allocate(Arena.ofAuto(), experts.size(), inputs);
        FloatMatrix bias = FloatMatrix.allocate(Arena.ofAuto(), 1, experts.size());
        for (int expert = 0; expert < experts.size(); expert++) {
            int label = labels.indexOf(experts.get(expert));
            for (int input = 0; label >= 0 && input < inputs; input++) {
                weights.set(expert, input, (float) (last.weights().get(label, input) / temperature));
            }
            bias.set(0, expert, label < 0 ? NEVER : (float) (last.bias().get(0, label) / temperature));
        }
        layers.add(new Layer(weights, bias, last.activation()));
        return new TrainedNetwork("gate", layers);
    }
}
