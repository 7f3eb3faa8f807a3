// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;

/// The gate where there is but one expert.
///
/// @param dimensions the width of a row
record OnlyGate(int dimensions) implements Gate {
    @Override
    public int experts() {
        return 1;
    }

    @Override
    public int scratchWidth() {
        return 0;
    }

    @Override
    public void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores) {
        for (int row = 0; row < batch.size(); row++) {
            scores.values().set(row, 0, 0);
        }
    }
}
