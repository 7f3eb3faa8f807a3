// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// The output of the expert that is surest of its answer, as it stands: the one whose likeliest class has the
/// highest probability, and the best rank of equals. The gate's weights only say who is asked. For classifiers
/// whose experts are calibrated; not for numbers.
public final class BestOf implements Combiner {
    /// The rule has no parameters.
    public BestOf() {}

    @Override
    public Coverage combine(Kernels kernels, RowAnswers answers, FloatMatrix combined, int row) {
        if (answers.answered() == 0) {
            return Coverage.NONE;
        }
        if (!answers.isFinite()) {
            return Coverage.NOT_FINITE;
        }
        combined.copyRowFrom(row, answers.outputs(), answers.position(surest(answers)));
        return answers.coverage();
    }

    private static int surest(RowAnswers answers) {
        int surest = answers.firstAnswered();
        for (int rank = surest + 1; rank < answers.count(); rank++) {
            if (answers.isAnswered(rank) && isSurer(answers, rank, surest)) {
                surest = rank;
            }
        }
        return surest;
    }

    private static boolean isSurer(RowAnswers answers, int rank, int than) {
        return ClassScores.sureness(answers, rank) > ClassScores.sureness(answers, than);
    }
}
