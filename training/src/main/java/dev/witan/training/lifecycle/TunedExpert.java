// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.network.Adam;
import dev.witan.training.network.Backpropagation;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import java.lang.foreign.Arena;

/// An expert that learns, and the rows of a batch that go to it. Owned by one thread.
final class TunedExpert {
    private static final SeededNumbers NOTHING = new SeededNumbers(0);

    private final int place;
    private final TrainableNetwork network;
    private final Backpropagation way;
    private final FloatMatrix in;
    private final FloatMatrix out;
    private final FloatMatrix gradient;
    private final FloatMatrix inGradient;
    private int count;

    TunedExpert(Arena arena, int place, TrainableNetwork network, int rowsMax) {
        int width = network.serving().outputs();
        int inputs = network.serving().inputs();
        this.place = place;
        this.network = network;
        this.way = new Backpropagation(arena, network, rowsMax, 0);
        this.in = FloatMatrix.allocate(arena, rowsMax, inputs);
        this.out = FloatMatrix.allocate(arena, rowsMax, width);
        this.gradient = FloatMatrix.allocate(arena, rowsMax, width);
        this.inGradient = FloatMatrix.allocate(arena, rowsMax, inputs);
    }

    /// The expert's place in the mixture.
    int place() {
        return place;
    }

    TrainableNetwork network() {
        return network;
    }

    void clear() {
        count = 0;
    }

    /// Takes one more row, and answers where its output will stand.
    int add(FloatMatrix rows, int row) {
        in.copyRowFrom(count, rows, row);
        return count++;
    }

    void forward(Kernels kernels) {
        if (count > 0) {
            way.forward(kernels, in, 0, count, out, 0, NOTHING);
        }
    }

    float output(int at, int column) {
        return out.get(at, column);
    }

    void setGradient(int at, int column, float value) {
        gradient.set(at, column, value);
    }

    /// Moves the weights against their gradient.
    void learn(Kernels kernels, Adam adam, int step, float rate) {
        if (count > 0) {
            way.backward(kernels, in, 0, count, gradient, 0, inGradient);
            for (Parameter parameter : network.parameters()) {
                adam.step(parameter, step, rate);
            }
            network.repack();
        }
    }
}
