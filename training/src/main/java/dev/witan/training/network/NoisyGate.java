// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import dev.witan.engine.gate.Gate;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A gate with noise on its scores in training, the noisy top-K of Shazeer et al. (2017): of the logits
/// `z + e * (softplus(x W) + 0.01)`, with normal `e` and learned `W`, the K highest are chosen, and their softmax gives
/// the weights. Both maps start at zero, so that at first all experts are chosen equally often. It serves without
/// noise.
public final class NoisyGate implements TrainableGate {
    private static final double DEVIATION_MIN = 1e-2;

    private final TrainableNetwork network;
    private final TrainableLayer noise;

    /// @param network of the clean scores, one output per expert
    public NoisyGate(Arena arena, TrainableNetwork network) {
        this.network = network;
        int inputs = network.layers().getFirst().inputs();
        int experts = network.serving().outputs();
        this.noise =
                new TrainableLayer(arena, "gate.noise", inputs, experts, Activation.IDENTITY, new SeededNumbers(), 0);
    }

    public TrainableNetwork network() {
        return network;
    }

    @Override
    public int inputs() {
        return noise.inputs();
    }

    @Override
    public int experts() {
        return noise.outputs();
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(network.parameters().stream(), noise.parameters().stream())
                .toList();
    }

    @Override
    public long size() {
        return network.size();
    }

    @Override
    public void repack() {
        network.repack();
        noise.repack();
    }

    @Override
    public Gate serving() {
        return new FlatGate(network).serving();
    }

    @Override
    public GatePass pass(Arena arena, int rowsMax) {
        return new Pass(arena, rowsMax);
    }

    private final class Pass implements GatePass {
        private final Backpropagation cleanWay;
        private final Backpropagation noiseWay;
        private final GateNoise parts;
        private final FloatMatrix raw;
        private final FloatMatrix cleanTotal;
        private final FloatMatrix rawGradient;
        private final FloatMatrix inputOfNoise;

        Pass(Arena arena, int rowsMax) {
            int experts = experts();
            this.cleanWay = new Backpropagation(arena, network, rowsMax, 0);
            this.noiseWay = new Backpropagation(arena, TrainableNetwork.of("gate.noise", List.of(noise)), rowsMax, 0);
            this.parts = new GateNoise(
                    FloatMatrix.allocate(arena, rowsMax, experts),
                    FloatMatrix.allocate(arena, rowsMax, experts),
                    FloatMatrix.allocate(arena, rowsMax, experts),
                    FloatMatrix.allocate(arena, rowsMax, experts),
                    FloatMatrix.allocate(arena, rowsMax, experts));
            this.raw = FloatMatrix.allocate(arena, rowsMax, experts);
            this.cleanTotal = FloatMatrix.allocate(arena, rowsMax, experts);
            this.rawGradient = FloatMatrix.allocate(arena, rowsMax, experts);
            this.inputOfNoise = FloatMatrix.allocate(arena, rowsMax, inputs());
        }

        @Override
        public void forward(Kernels kernels, FloatMatrix in, int rows, FloatMatrix scores, SeededNumbers random) {
            cleanWay.forward(kernels, in, 0, rows, parts.clean(), 0, new SeededNumbers());
            noiseWay.forward(kernels, in, 0, rows, raw, 0, new SeededNumbers());
            parts.cleanGradient().fill(0f);
            parts.deviationGradient().fill(0f);
            for (int row = 0; row < rows; row++) {
                for (int expert = 0; expert < experts(); expert++) {
                    double deviation = softplus(raw.get(row, expert)) + DEVIATION_MIN;
                    double draw = random.normal();
                    parts.deviations().set(row, expert, (float) deviation);
                    parts.draws().set(row, expert, (float) draw);
                    scores.set(row, expert, (float) (parts.clean().get(row, expert) + draw * deviation));
                }
            }
        }

        @Override
        public Optional<GateNoise> noise() {
            return Optional.of(parts);
        }

        @Override
        public void backward(
                Kernels kernels, FloatMatrix in, int rows, FloatMatrix scoreGradient, FloatMatrix inGradient) {
            for (int row = 0; row < rows; row++) {
                for (int expert = 0; expert < experts(); expert++) {
                    float slope = scoreGradient.get(row, expert);
                    float ofDeviation = slope * parts.draws().get(row, expert)
                            + parts.deviationGradient().get(row, expert);
                    cleanTotal.set(row, expert, slope + parts.cleanGradient().get(row, expert));
                    rawGradient.set(row, expert, (float) (ofDeviation * sigmoid(raw.get(row, expert))));
                }
            }
            cleanWay.backward(kernels, in, 0, rows, cleanTotal, 0, inGradient);
            noiseWay.backward(kernels, in, 0, rows, rawGradient, 0, inputOfNoise);
            for (int row = 0; row < rows; row++) {
                kernels.addScaled(inputOfNoise, row, 1f, inGradient, row);
            }
        }
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private static double sigmoid(double x) {
        double tail = StrictMath.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
    }
}
