// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.MemorySegment;

/// A gate that is a graph: rows in, one logit per expert out.
public final class OnnxGate implements Gate {
    private final OnnxModel model;

    private OnnxGate(OnnxModel model) {
        this.model = model;
    }

    /// Loads the graph and tries it out; the file may be closed afterwards.
    ///
    /// @throws dev.witan.engine.error.WitanException when the graph is none, or not of these widths
    public static OnnxGate open(MemorySegment file, int dimensions, int experts) {
        return new OnnxGate(OnnxModel.open("gate", file, dimensions, experts));
    }

    @Override
    public int experts() {
        return model.outputs();
    }

    @Override
    public int dimensions() {
        return model.inputs();
    }

    @Override
    public int scratchWidth() {
        return 0;
    }

    @Override
    public void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores) {
        model.run(batch.rows(), 0, batch.size(), scores.values(), 0);
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
