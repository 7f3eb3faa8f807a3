// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// The experts' outputs side by side, in the order of their ranks, each as it stands; zeros for an expert that
/// did not answer and for ranks that a row did not use. Only for a head that hands vectors out, since no other
/// knows what the places mean.
public final class Concatenation implements Combiner {
    /// The rule has no parameters.
    public Concatenation() {}

    @Override
    public int width(int outputs, int experts) {
        return outputs * experts;
    }

    @Override
    public Coverage combine(Kernels kernels, RowAnswers answers, FloatMatrix combined, int row) {
        if (answers.answered() == 0) {
            return Coverage.NONE;
        }
        combined.clear(row);
        int width = answers.outputs().columns();
        for (int rank = 0; rank < answers.count(); rank++) {
            for (int column = 0; answers.isAnswered(rank) && column < width; column++) {
                combined.set(row, rank * width + column, answers.value(rank, column));
            }
        }
        return combined.isFinite(row) ? answers.coverage() : Coverage.NOT_FINITE;
    }
}
