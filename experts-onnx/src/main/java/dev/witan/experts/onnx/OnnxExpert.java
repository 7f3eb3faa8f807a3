// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// An expert of kind `onnx`: a graph that ONNX Runtime runs on the calling thread.
public final class OnnxExpert implements Expert {
    private final String id;
    private final String digest;
    private final OnnxModel model;

    private OnnxExpert(String id, String digest, OnnxModel model) {
        this.id = Objects.requireNonNull(id);
        this.digest = Objects.requireNonNull(digest);
        this.model = model;
    }

    /// Loads the graph and tries it out; the file may be closed afterwards.
    ///
    /// @throws dev.witan.engine.error.WitanException when the graph is none, or not of these widths
    public static OnnxExpert open(String id, String digest, MemorySegment file, int inputs, int outputs) {
        return new OnnxExpert(id, digest, OnnxModel.open("expert '" + id + "'", file, inputs, outputs));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public int inputs() {
        return model.inputs();
    }

    @Override
    public int outputs() {
        return model.outputs();
    }

    /// As many as the file has room for weights, as if each were used once a row: a graph does not say.
    @Override
    public long multiplyAddsPerRow() {
        return model.weights();
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
        model.run(batch.input(), batch.from(), batch.rows(), batch.output(), batch.from());
        completion.answered(batch);
    }

    @Override
    public void warm() {
        model.warm();
    }

    /// What a trial at load found.
    @Override
    public boolean isRepeatable() {
        return model.isRepeatable();
    }

    @Override
    public void close() {
        model.close();
    }
}
