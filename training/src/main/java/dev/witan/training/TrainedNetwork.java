// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.training.network.TrainableLayer;
import dev.witan.training.network.TrainableNetwork;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// The weights of a trained network, in the form in which they are stored. Immutable once made; its memory is freed
/// when nobody holds it any more.
///
/// @param id the expert's, or `gate`
/// @param layers in the order in which they run
public record TrainedNetwork(String id, List<Layer> layers) {
    public TrainedNetwork {
        layers = List.copyOf(layers);
    }

    /// One layer's weights.
    ///
    /// @param weights one row per output, one column per input
    /// @param bias one row
    /// @param activation of the layer's sums
    public record Layer(FloatMatrix weights, FloatMatrix bias, Activation activation) {
        /// Some of its outputs as the kernels run them, in the arena's memory.
        Linear part(Arena arena, int from, int count) {
            FloatMatrix rows = FloatMatrix.allocate(arena, count, weights.columns());
            FloatMatrix row = FloatMatrix.allocate(arena, 1, count);
            for (int i = 0; i < count; i++) {
                rows.copyRowFrom(i, weights, from + i);
                row.set(0, i, bias.get(0, from + i));
            }
            PackedMatrix packed = PackedMatrix.allocate(arena, weights.columns(), count);
            packed.packTransposedFrom(rows);
            return new Linear(packed, row, activation);
        }
    }

    static TrainedNetwork copyOf(TrainableNetwork network) {
        List<Layer> layers = new ArrayList<>();
        for (TrainableLayer layer : network.layers()) {
            FloatMatrix weights = FloatMatrix.allocate(Arena.ofAuto(), layer.outputs(), layer.inputs());
            for (int output = 0; output < layer.outputs(); output++) {
                weights.copyRowFrom(output, layer.weights().values(), output * layer.inputs());
            }
            FloatMatrix bias = FloatMatrix.allocate(Arena.ofAuto(), 1, layer.outputs());
            bias.copyRowFrom(0, layer.bias().values(), 0);
            layers.add(new Layer(weights, bias, layer.activation()));
        }
        return new TrainedNetwork(network.name(), layers);
    }

    /// The network as the kernels run it, in the arena's memory.
    public FeedForward feedForward(Arena arena) {
        List<Linear> packed = new ArrayList<>();
        for (Layer layer : layers) {
            PackedMatrix weights = PackedMatrix.allocate(
                    arena, layer.weights().columns(), layer.weights().rows());
            weights.packTransposedFrom(layer.weights());
            packed.add(new Linear(weights, layer.bias(), layer.activation()));
        }
        return new FeedForward(packed);
    }
}
