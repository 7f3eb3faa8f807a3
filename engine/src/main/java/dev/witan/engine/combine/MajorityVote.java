// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// The weighted majority of classes: each expert that answered gives its weight to the class it finds
/// likeliest, and a class's probability is its part of the weight. Given back as a logit or as
/// log-probabilities; a class with no votes has a probability of one in a million, since its logarithm must be
/// a number. For classifiers whose experts are not calibrated to each other; not for numbers.
public final class MajorityVote implements Combiner {
    private static final double LEAST = 1e-6;

    /// The rule has no parameters.
    public MajorityVote() {}

    @Override
    public Coverage combine(Kernels kernels, RowAnswers answers, FloatMatrix combined, int row) {
        if (answers.answered() == 0) {
            return Coverage.NONE;
        }
        if (!answers.isFinite()) {
            return Coverage.NOT_FINITE;
        }
        answers.shareOut();
        if (answers.outputs().columns() == 1) {
            combined.set(row, 0, LogNumbers.narrow(logVotes(answers, 1) - logVotes(answers, 0)));
        } else {
            for (int label = 0; label < answers.outputs().columns(); label++) {
                combined.set(row, label, LogNumbers.narrow(logVotes(answers, label)));
            }
        }
        return answers.coverage();
    }

    private static double logVotes(RowAnswers answers, int label) {
        double votes = 0;
        for (int rank = 0; rank < answers.count(); rank++) {
            if (answers.isAnswered(rank) && ClassScores.best(answers, rank) == label) {
                votes += answers.share(rank);
            }
        }
        return StrictMath.log(Math.max(votes, LEAST));
    }
}
