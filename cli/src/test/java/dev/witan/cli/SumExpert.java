// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Answers each row by its sum, times a factor, after as long as a test says.
final class SumExpert implements Expert {
    private final FfnExpert network;
    volatile long delayNanos;

    SumExpert(Arena arena, String id, int width, float factor) {
        this.network =
                new FfnExpert(id, "sha256:" + id, new FeedForward(List.of(linear(arena, width, 1, (_, _) -> factor))));
    }

    interface Weight {
        float at(int input, int output);
    }

    static Linear linear(Arena arena, int inputs, int outputs, Weight weight) {
        FloatMatrix weights = FloatMatrix.allocate(arena, inputs, outputs);
        for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < outputs; output++) {
                weights.set(input, output, weight.at(input, output));
            }
        }
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, outputs);
        bias.copyRowFrom(0, new float[outputs], 0);
        return new Linear(PackedMatrix.pack(arena, weights), bias, Activation.IDENTITY);
    }

    static float[] weights(int width, float factor) {
        float[] weights = new float[width];
        Arrays.fill(weights, factor);
        return weights;
    }

    @Override
    public String id() {
        return network.id();
    }

    @Override
    public String digest() {
        return network.digest();
    }

    @Override
    public int inputs() {
        return network.inputs();
    }

    @Override
    public int outputs() {
        return network.outputs();
    }

    @Override
    public long multiplyAddsPerRow() {
        return network.multiplyAddsPerRow();
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public int scratchWidth() {
        return network.scratchWidth();
    }

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        long delay = delayNanos;
        if (delay > 0) {
            LockSupport.parkNanos(delay);
        }
        network.submit(batch, kernels, scratch, completion);
    }
}
