// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.network.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The learned tables of an encoder as parameters, and the way back into them: each row of a batch adds its input
/// gradient to the embeddings that it used. Sums run over the rows in ascending order, column by column, so that
/// columns may be shared out over threads.
public final class EmbeddingGradients {
    private static final int NONE = -1;
    private final List<Parameter> parameters = new ArrayList<>();
    private final int[] parameterOf;
    private final int[] offsets;
    private final int[] widths;

    public EmbeddingGradients(Features features) {
        int columns = features.encoders().size();
        this.offsets = new int[columns];
        this.widths = new int[columns];
        this.parameterOf = new int[columns];
        int at = 0;
        for (int column = 0; column < columns; column++) {
            var encoder = features.encoders().get(column);
            offsets[column] = at;
            widths[column] = encoder.spec().width();
            at += widths[column];
            parameterOf[column] = NONE;
            if (encoder instanceof CategoricalEncoder category) {
                parameterOf[column] = parameters.size();
                String name = "encoder." + category.spec().name();
                parameters.add(new Parameter(name, category.table(), Parameter.Decay.DECAYED));
            }
        }
    }

    public List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    public int columns() {
        return offsets.length;
    }

    /// Replaces the gradient of one column's table by what a batch gives; nothing for a numeric column.
    ///
    /// @param chosen per row and column the embedding used
    /// @param sources what holds the input gradients of the batch's rows
    public void collect(int column, int rows, int[] chosen, Sources sources) {
        if (parameterOf[column] == NONE) {
            return;
        }
        float[] gradient = parameters.get(parameterOf[column]).gradient();
        Arrays.fill(gradient, 0f);
        for (int row = 0; row < rows; row++) {
            int at = chosen[row * offsets.length + column] * widths[column];
            for (int source = 0; source < sources.perRow(); source++) {
                FloatMatrix matrix = sources.matrix(source);
                int from = sources.row(row, source);
                for (int i = 0; i < widths[column]; i++) {
                    gradient[at + i] += matrix.get(from, offsets[column] + i);
                }
            }
        }
    }

    /// Where the input gradients of a row stand: one from the gate and one from each of its experts.
    public interface Sources {
        int perRow();

        FloatMatrix matrix(int source);

        int row(int row, int source);
    }
}
