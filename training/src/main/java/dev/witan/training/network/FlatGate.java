// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.List;

/// A gate that is one network: linear, or with hidden layers.
///
/// @param network one output per expert
public record FlatGate(TrainableNetwork network) implements TrainableGate {
    @Override
    public int inputs() {
        return network.layers().getFirst().inputs();
    }

    @Override
    public int experts() {
        return network.serving().outputs();
    }

    @Override
    public List<Parameter> parameters() {
        return network.parameters();
    }

    @Override
    public long size() {
        return network.size();
    }

    @Override
    public void repack() {
        network.repack();
    }

    @Override
    public Gate serving() {
        return new NetworkGate(network.serving());
    }

    @Override
    public GatePass pass(Arena arena, int rowsMax) {
        return new Pass(new Backpropagation(arena, network, rowsMax, 0));
    }

    private record Pass(Backpropagation way) implements GatePass {
        @Override
        public void forward(Kernels kernels, FloatMatrix in, int rows, FloatMatrix scores, SeededNumbers random) {
            way.forward(kernels, in, 0, rows, scores, 0, new SeededNumbers());
        }

        @Override
        public void backward(
                Kernels kernels, FloatMatrix in, int rows, FloatMatrix scoreGradient, FloatMatrix inGradient) {
            way.backward(kernels, in, 0, rows, scoreGradient, 0, inGradient);
        }
    }
}
