// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import dev.witan.engine.LayerRun;
import dev.witan.engine.Limits;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.GatedFeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Network;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The product's own layer: it routes by the given logits, gathers, runs the experts and combines.
final class WitanLayer implements LayerEngine {
    private static final long GATE_SEED = 5;

    private final Arena arena;
    private final Shape shape;
    private final MoeLayer layer;
    private final int threads;

    /// With weights of its own.
    WitanLayer(Kernels kernels, Shape shape, int threads) {
        this.arena = Arena.ofShared();
        this.shape = shape;
        this.threads = threads;
        List<Expert> experts = new ArrayList<>();
        for (int i = 0; i < shape.experts(); i++) {
            experts.add(new FfnExpert("e" + i, "e" + i, network(new ExpertWeights(shape, i))));
        }
        Linear gate = linear(arena, gateWeights(shape), new float[0], shape.experts());
        this.layer = new MoeLayer(
                kernels,
                new NetworkGate(new FeedForward(List.of(gate))),
                Router.topK(new float[shape.experts()], shape.fanOut()),
                experts,
                new WeightedSum());
    }

    /// The same experts on another number of threads.
    WitanLayer(WitanLayer same, int threads) {
        this.arena = Arena.ofShared();
        this.shape = same.shape;
        this.layer = same.layer;
        this.threads = threads;
    }

    private static float[] gateWeights(Shape shape) {
        RandomGenerator random = new SplittableRandom(GATE_SEED);
        float[] weights = new float[shape.width() * shape.experts()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(shape.width()));
        }
        return weights;
    }

    private Network network(ExpertWeights weights) {
        Linear down = linear(arena, weights.down(), weights.downBias(), shape.width());
        if (!shape.isGated()) {
            Linear in = linear(arena, weights.in(), weights.inBias(), shape.hidden());
            return new FeedForward(List.of(new Linear(in.weights(), in.bias(), Activation.RELU), down));
        }
        try (Arena scratch = Arena.ofConfined()) {
            Linear gate = linear(scratch, weights.in(), weights.inBias(), shape.hidden());
            Linear up = linear(scratch, weights.up(), weights.inBias(), shape.hidden());
            return new GatedFeedForward(arena, new Linear(gate.weights(), gate.bias(), Activation.SILU), up, down);
        }
    }

    private static Linear linear(Arena arena, float[] weights, float[] bias, int outputs) {
        PackedMatrix packed;
        try (Arena scratch = Arena.ofConfined()) {
            FloatMatrix matrix = FloatMatrix.allocate(scratch, weights.length / outputs, outputs);
            for (int row = 0; row < matrix.rows(); row++) {
                matrix.copyRowFrom(row, weights, row * outputs);
            }
            packed = PackedMatrix.pack(arena, matrix);
        }
        FloatMatrix biases = FloatMatrix.allocate(arena, 1, outputs);
        if (bias.length > 0) {
            biases.copyRowFrom(0, bias, 0);
        }
        return new Linear(packed, biases, Activation.IDENTITY);
    }

    MoeLayer layer() {
        return layer;
    }

    @Override
    public String name() {
        return "Witan";
    }

    @Override
    public Prepared prepare(Batch batch) {
        Limits usual = Limits.defaults();
        Limits limits = new Limits(
                usual.queueRequestsMax(),
                usual.queueRowsMax(),
                usual.requestRowsMax(),
                usual.explainedRowsMax(),
                usual.batchRowsMax(),
                usual.batchesInFlightMax(),
                1,
                threads,
                usual.tileRows(),
                usual.sharedWorkMin(),
                usual.deadlineDefault(),
                usual.deadlineMax(),
                usual.drainMax());
        LayerRun run = new LayerRun(layer, limits);
        float[] logits = batch.logits();
        for (int row = 0; row < batch.rows(); row++) {
            run.rows().copyRowFrom(row, batch.values(), row * shape.width());
            run.scores().copyRowFrom(row, logits, row * shape.experts());
        }
        return new Prepared() {
            @Override
            public void run() {
                run.forwardScored(batch.rows());
            }

            @Override
            public float output(int row, int column) {
                return run.combined().get(row, column);
            }

            @Override
            public void close() {
                run.close();
            }
        };
    }

    @Override
    public void close() {
        arena.close();
    }
}
