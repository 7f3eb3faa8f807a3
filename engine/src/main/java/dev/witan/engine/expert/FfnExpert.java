// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Network;
import dev.witan.kernels.Scratch;
import java.util.Objects;

/// An expert of kind `ffn`: a network of any form, depth and width, run by our kernels on the calling thread.
public final class FfnExpert implements Expert {
    private final String id;
    private final String digest;
    private final Network network;

    public FfnExpert(String id, String digest, Network network) {
        this.id = Objects.requireNonNull(id);
        this.digest = Objects.requireNonNull(digest);
        this.network = Objects.requireNonNull(network);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String digest() {
        return digest;
    }

    public Network network() {
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
        return network.multiplyAddsPerRow();
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
