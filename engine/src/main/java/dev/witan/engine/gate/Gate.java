// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;

/// Scores every expert for every row; higher is better. Thread-safe: what changes is the caller's.
public interface Gate extends AutoCloseable {
    /// How many experts it scores.
    int experts();

    /// The width of a row.
    int dimensions();

    /// How many numbers of a row, from the first on, the experts see.
    default int expertDimensions() {
        return dimensions();
    }

    /// The width of scratch that [#score] needs.
    int scratchWidth();

    /// Room for the scores of `rowsMax` rows, in the form that this gate fills.
    ///
    /// @param fanOutMax how many experts a row may go to
    default Scores scores(Arena arena, int rowsMax, int fanOutMax) {
        return new Scores(FloatMatrix.allocate(arena, rowsMax, experts()));
    }

    /// Writes the logits of the batch's rows.
    ///
    /// @param scores made by [#scores]
    void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores);

    /// Whether the same row gets the same bits, whatever else is in its batch.
    default boolean isRepeatable() {
        return true;
    }

    /// Gives back what it holds, once no batch is under way.
    @Override
    default void close() {}
}
