// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.util.Objects;

/// An expert of kind `ffn`: a feed-forward network of any depth and width, run by our kernels on the calling thread.
public final class FfnExpert implements Expert {
    private final String id;
    private final String digest;
    private final FeedForward network;
    private final long multiplyAddsPerRow;

    public FfnExpert(String id, String digest, FeedForward network) {
        this.id = Objects.requireNonNull(id);
        this.digest = Objects.requireNonNull(digest);
        this.network = Objects.requireNonNull(network);
        this.multiplyAddsPerRow = network.layers().stream()
                .mapToLong(layer ->
                        (long) layer.weights().inner() * layer.weights().columns())
                .sum();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String digest() {
        return digest;
    }

    public FeedForward network() {
        return network;
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
        return multiplyAddsPerRow;
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public int scratchWidth() {
        return network.widestHidden();
    }

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        network.forward(
                kernels,
                batch.input(),
                batch.from(),
                batch.rows(),
                scratch.a(),
                scratch.b(),
                batch.output(),
                batch.from());
        completion.answered(batch);
    }
}
