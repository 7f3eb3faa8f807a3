// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.util.Objects;

/// An expert of kind `trees`: decision trees over the encoded row, run on the calling thread, row by row.
public final class TreesExpert implements Expert {
    private final String id;
    private final String digest;
    private final Forest forest;

    public TreesExpert(String id, String digest, Forest forest) {
        this.id = Objects.requireNonNull(id);
        this.digest = Objects.requireNonNull(digest);
        this.forest = Objects.requireNonNull(forest);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String digest() {
        return digest;
    }

    public Forest forest() {
        return forest;
    }

    @Override
    public int inputs() {
        return forest.inputs();
    }

    @Override
    public int outputs() {
        return forest.outputs();
    }

    /// Its comparisons, each of which costs about as much.
    @Override
    public long multiplyAddsPerRow() {
        return forest.comparisonsPerRow();
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public int scratchWidth() {
        return 0;
    }

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        forest.answer(batch.input(), batch.from(), batch.rows(), batch.output(), batch.from());
        completion.answered(batch);
    }
}
