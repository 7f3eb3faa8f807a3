// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.dispatch;

import dev.witan.kernels.FloatMatrix;

/// Rows that one expert has to answer: a range of rows of a shared input matrix, and the same range of an output
/// matrix to write the answers to. The dispatcher owns it and refills it for every batch; an expert may use it from
/// `submit` until it completes it.
public final class ExpertBatch {
    private final FloatMatrix input;
    private final FloatMatrix output;
    private final int index;
    private int expert;
    private int from;
    private int rows;

    public ExpertBatch(int index, FloatMatrix input, FloatMatrix output) {
        this.index = index;
        this.input = input;
        this.output = output;
    }

    ExpertBatch fill(int expert, int from, int rows) {
        this.expert = expert;
        this.from = from;
        this.rows = rows;
        return this;
    }

    /// Its number among the expert batches of its lane batch.
    public int index() {
        return index;
    }

    /// The expert's index within its mixture.
    public int expert() {
        return expert;
    }

    /// The first of its rows, in both matrices.
    public int from() {
        return from;
    }

    public int rows() {
        return rows;
    }

    public FloatMatrix input() {
        return input;
    }

    public FloatMatrix output() {
        return output;
    }
}
