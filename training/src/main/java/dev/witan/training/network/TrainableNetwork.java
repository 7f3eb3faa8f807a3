// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Linear;
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

    /// A network of layers that others may share.
    public static TrainableNetwork of(String name, List<TrainableLayer> layers) {
        return new TrainableNetwork(name, layers);
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

    /// A network of the form and the weights of another. Its outputs are chosen from that one's: output `i` is that
    /// of `places[i]`, or starts at random where that is negative.
    ///
    /// @param outputScale of random outputs, as that of [#random]
    public static TrainableNetwork like(
            Arena arena, String name, FeedForward other, int[] places, SeededNumbers random, double outputScale) {
        List<Linear> hidden = other.layers().subList(0, other.layers().size() - 1);
        List<Integer> widths = hidden.stream().map(Linear::outputs).toList();
        Activation activation =
                hidden.isEmpty() ? Activation.IDENTITY : hidden.getFirst().activation();
        TrainableNetwork network =
                random(arena, name, other.inputs(), widths, places.length, activation, random, outputScale);
        for (int i = 0; i < hidden.size(); i++) {
            network.layers.get(i).start(hidden.get(i));
        }
        network.layers.getLast().start(other.layers().getLast(), places);
        return network;
    }

    /// Takes over the weights of a network of the same form; false when it has another form, which changes nothing.
    public boolean takes(FeedForward other) {
        boolean isLike = other.layers().size() == layers.size();
        for (int i = 0; isLike && i < layers.size(); i++) {
            isLike = layers.get(i).isLike(other.layers().get(i));
        }
        for (int i = 0; isLike && i < layers.size(); i++) {
            layers.get(i).start(other.layers().get(i));
        }
        return isLike;
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
