// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// A feed-forward network whose weights can be learned: a gate, an expert, or a whole model to compare with.
public final class TrainableNetwork {
    private final String name;
    private final List<TrainableLayer> layers;
    private final FeedForward serving;

    private TrainableNetwork(String name, List<TrainableLayer> layers) {
        this.name = name;
        this.layers = List.copyOf(layers);
        this.serving =
                new FeedForward(layers.stream().map(TrainableLayer::serving).toList());
    }

    /// A network with random weights: He et al. (2015) for hidden layers, and `outputScale` times that for the last.
    ///
    /// @param widths of the hidden layers, none for a linear map
    public static TrainableNetwork random(
            Arena arena,
            String name,
            int inputs,
            List<Integer> widths,
            int outputs,
            Activation activation,
            SeededNumbers random,
            double outputScale) {
        List<TrainableLayer> layers = new ArrayList<>();
        int width = inputs;
        for (int hidden : widths) {
            String layer = name + ".layers." + layers.size();
            layers.add(new TrainableLayer(arena, layer, width, hidden, activation, random, Math.sqrt(2.0 / width)));
            width = hidden;
        }
        String last = name + ".layers." + layers.size();
        double scale = outputScale * Math.sqrt(1.0 / width);
        layers.add(new TrainableLayer(arena, last, width, outputs, Activation.IDENTITY, random, scale));
        return new TrainableNetwork(name, layers);
    }

    public String name() {
        return name;
    }

    public List<TrainableLayer> layers() {
        return layers;
    }

    /// The network as it serves; it sees every repacking.
    public FeedForward serving() {
        return serving;
    }

    public List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /// Weights and biases.
    public long size() {
        return parameters().stream().mapToLong(Parameter::size).sum();
    }

    public void repack() {
        layers.forEach(TrainableLayer::repack);
    }
}
