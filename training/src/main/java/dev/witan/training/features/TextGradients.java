// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.TextEncoder;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.SparseRows;
import java.util.Arrays;

/// The way back into one shard of the embeddings of grams: a row of the table that was summed into a row of the batch
/// gets that row's gradient, by the same scale.
final class TextGradients {
    private final ColumnPlace place;
    private final float[] gradient;
    private final SparseRows table;
    private final int shard;
    private final float[] sum;
    private final float[] whole;

    /// @param inputs width of a row of the batch
    TextGradients(ColumnPlace place, Parameter parameter, SparseRows table, int shard, int inputs) {
        this.place = place;
        this.gradient = parameter.gradient();
        this.table = table;
        this.shard = shard;
        this.sum = new float[place.width()];
        this.whole = new float[inputs];
    }

    void collect(int rows, ChosenEmbeddings chosen, EmbeddingGradients.Sources sources) {
        table.clear(shard);
        for (int row = 0; row < rows; row++) {
            int[] indexes = chosen.indexes(row, place.column());
            int count = chosen.count(row, place.column());
            boolean isSummed = false;
            for (int i = 0; i < count; i++) {
                if (SparseRows.shardOf(indexes[i]) == shard) {
                    if (!isSummed) {
                        sum(row, sources, TextEncoder.scale(count));
                        isSummed = true;
                    }
                    add(table.touch(shard, indexes[i]));
                }
            }
        }
    }

    private void sum(int row, EmbeddingGradients.Sources sources, float scale) {
        Arrays.fill(sum, 0f);
        for (int source = 0; source < sources.perRow(); source++) {
            FloatMatrix matrix = sources.matrix(source);
            matrix.copyRowTo(sources.row(row, source), whole, 0);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += scale * whole[place.offset() + i];
            }
        }
    }

    private void add(int at) {
        for (int i = 0; i < sum.length; i++) {
            gradient[at + i] += sum[i];
        }
    }
}
