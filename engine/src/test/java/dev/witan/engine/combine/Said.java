// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;

/// What the experts of one row said, by hand: best rank first, `null` for one that did not answer.
final class Said {
    private final FloatMatrix outputs;
    private final RowAnswers answers;
    private final float[][] values;

    Said(Arena arena, float[]... values) {
        int width = 1;
        for (float[] value : values) {
            width = value == null ? width : value.length;
        }
        this.values = values;
        this.outputs = FloatMatrix.allocate(arena, values.length, width);
        this.answers = new RowAnswers(values.length, outputs);
        for (int rank = 0; rank < values.length; rank++) {
            if (values[rank] != null) {
                outputs.copyRowFrom(position(rank), values[rank], 0);
            }
        }
    }

    /// Outputs don't stand in the order of ranks.
    private int position(int rank) {
        return values.length - 1 - rank;
    }

    /// All of them chosen by the router.
    RowAnswers weighted(float... weights) {
        return withShared(weights.length, weights);
    }

    /// The first `chosen` of them chosen by the router and the others always on.
    RowAnswers withShared(int chosen, float... weights) {
        answers.open(outputs);
        for (int rank = 0; rank < values.length; rank++) {
            boolean isThere = values[rank] != null;
            if (rank < chosen && isThere) {
                answers.choseAnswered(weights[rank], position(rank));
            } else if (rank < chosen) {
                answers.choseMissing(weights[rank]);
            } else if (isThere) {
                answers.sharedAnswered(weights[rank], position(rank));
            } else {
                answers.sharedMissing(weights[rank]);
            }
        }
        return answers;
    }

    /// What a combiner makes of it.
    static Coverage combine(Combiner combiner, RowAnswers answers, FloatMatrix combined) {
        combined.fill(99);
        return combiner.combine(Kernels.available().getFirst(), answers, combined, 1);
    }
}
