// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.training.features.ChosenEmbeddings;
import dev.witan.training.features.TakenShares;
import dev.witan.training.network.SeededNumbers;

/// Some rows to learn from at once. It stays as it is until the next one is asked for; several threads may encode
/// different rows of it.
public interface Batch {
    int count();

    /// What the objective is told of a row: 0 or 1, the index of a class, or a standardised number.
    double target(int index);

    /// Writes all that the objective is told of a row, as many numbers as it asks for.
    default void targets(int index, double[] into) {
        into[0] = target(index);
    }

    /// Which row of the table it is, where there is one that stays in memory; negative elsewhere.
    default int tableRow(int index) {
        return -1;
    }

    /// How much a row counts; the mean over a batch divides by the batch's rows and not by their weights.
    default double weight(int index) {
        return 1;
    }

    /// Encodes a row with some of its values taken away.
    ///
    /// @param chosen receives the embeddings used, as those of its row `index`
    void encode(int index, float[] values, TakenShares taken, SeededNumbers random, ChosenEmbeddings chosen);
}
