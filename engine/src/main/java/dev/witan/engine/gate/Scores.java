// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.kernels.FloatMatrix;

/// The clean logits that a gate gives the experts of each row of a batch. Refilled for every batch; owned by one
/// thread.
public final class Scores {
    private final FloatMatrix values;

    /// Around a matrix with one column per expert.
    public Scores(FloatMatrix values) {
        this.values = values;
    }

    /// The logits, row by row as in the batch.
    public FloatMatrix values() {
        return values;
    }

    public int experts() {
        return values.columns();
    }

    /// The logit of an expert for a row.
    public float of(int row, int expert) {
        return values.get(row, expert);
    }
}
