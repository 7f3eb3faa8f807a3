// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;

/// What stages of a router write down while they work, so that none of them allocates. Owned by the thread that owns
/// the plan; nothing in it outlives a stage.
final class RoutingScratch {
    /// One row of probabilities.
    final FloatMatrix shares;
    /// One score per row, and the hidden layers on the way to it.
    final FloatMatrix tierScores;

    final Scratch tierHidden;
    /// Per expert how many rows it has.
    final int[] loads;
    /// Per rank of each row how much the row wants that expert.
    final float[] claims;
    /// Per row a number that follows from its content.
    final long[] hashes;
    /// Rows, in some order.
    final int[] order;
    /// Groups of experts, best first.
    final int[] groups;

    RoutingScratch(Arena arena, int rowsMax, int experts, int columns, int fanOut, int tierWidth) {
        this.shares = FloatMatrix.allocate(arena, 1, columns);
        this.tierScores = FloatMatrix.allocate(arena, rowsMax, 1);
        this.tierHidden = Scratch.allocate(arena, rowsMax, tierWidth);
        this.loads = new int[experts];
        this.claims = new float[rowsMax * fanOut];
        this.hashes = new long[rowsMax];
        this.order = new int[rowsMax];
        this.groups = new int[columns];
    }
}
