// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.kernels.FloatMatrix;
import java.util.Arrays;

/// The way back into the embeddings of categories.
final class CategoryGradients {
    private CategoryGradients() {}

    static void collect(
            ColumnPlace place,
            float[] gradient,
            int rows,
            ChosenEmbeddings chosen,
            EmbeddingGradients.Sources sources) {
        Arrays.fill(gradient, 0f);
        for (int row = 0; row < rows; row++) {
            int at = chosen.indexes(row, place.column())[0] * place.width();
            for (int source = 0; source < sources.perRow(); source++) {
                FloatMatrix matrix = sources.matrix(source);
                int from = sources.row(row, source);
                for (int i = 0; i < place.width(); i++) {
                    gradient[at + i] += matrix.get(from, place.offset() + i);
                }
            }
        }
    }
}
