// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;

/// A learned gate: one linear map, or a small multi-layer perceptron. Its scores are logits in FP32: the gate is less
/// than a hundredth of a layer's work, and low precision here changes which experts answer.
public final class NetworkGate implements Gate {
    private final FeedForward network;

    public NetworkGate(FeedForward network) {
        this.network = network;
    }

    public FeedForward network() {
        return network;
    }

    @Override
    public int experts() {
        return network.outputs();
    }

    @Override
    public int dimensions() {
        return network.inputs();
    }

    @Override
    public int scratchWidth() {
        return network.widestHidden();
    }

    @Override
    public void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores) {
        network.forward(kernels, batch.rows(), 0, batch.size(), scratch.a(), scratch.b(), scores.values(), 0);
    }
}
