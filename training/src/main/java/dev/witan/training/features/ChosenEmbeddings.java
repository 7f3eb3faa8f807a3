// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import java.util.Arrays;

/// Which embeddings the rows of a batch used, per column: one for a category, one per gram for a text. Rows may be
/// filled in by different threads. Its room is used again for the next batch.
public final class ChosenEmbeddings {
    private final int columns;
    private final int[][] indexes;
    private final int[] counts;

    public ChosenEmbeddings(int rowsMax, int columns) {
        this.columns = columns;
        this.indexes = new int[rowsMax * columns][1];
        this.counts = new int[rowsMax * columns];
    }

    void one(int row, int column, int index) {
        room(row, column, 1)[0] = index;
        close(row, column, 1);
    }

    /// Room for `most` indexes; [#close] then says how many there are.
    int[] room(int row, int column, int most) {
        int at = row * columns + column;
        if (indexes[at].length < most) {
            indexes[at] = Arrays.copyOf(indexes[at], Math.max(most, 2 * indexes[at].length));
        }
        return indexes[at];
    }

    void close(int row, int column, int count) {
        counts[row * columns + column] = count;
    }

    int[] indexes(int row, int column) {
        return indexes[row * columns + column];
    }

    int count(int row, int column) {
        return counts[row * columns + column];
    }
}
