// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// The mixture of the experts' distributions: each expert's logits become probabilities, and these are averaged by
/// weight, over the experts that answered. For classifiers: one output is the logit of the second of two classes,
/// several are logits of as many.
///
/// Given back in the same form, as a logit or as log-probabilities, for the head to read. It hedges where experts
/// disagree, while [WeightedSum] lets the surest one prevail. Not for numbers.
public final class ProbabilityMixture implements Combiner {
    /// The rule has no parameters.
    public ProbabilityMixture() {}

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
            combined.set(row, 0, LogNumbers.narrow(logMean(answers, 1) - logMean(answers, 0)));
        } else {
            for (int label = 0; label < answers.outputs().columns(); label++) {
                combined.set(row, label, LogNumbers.narrow(logMean(answers, label)));
            }
        }
        return answers.coverage();
    }

    /// The logarithm of the shared mean of the experts' probabilities of a class, kept from underflow.
    private static double logMean(RowAnswers answers, int label) {
        double most = Double.NEGATIVE_INFINITY;
        for (int rank = 0; rank < answers.count(); rank++) {
            if (answers.share(rank) > 0) {
                most = Math.max(most, logShare(answers, rank, label));
            }
        }
        double sum = 0;
        for (int rank = 0; rank < answers.count(); rank++) {
            if (answers.share(rank) > 0) {
                sum += StrictMath.exp(logShare(answers, rank, label) - most);
            }
        }
        return most + StrictMath.log(sum);
    }

    private static double logShare(RowAnswers answers, int rank, int label) {
        double logProbability = ClassScores.logit(answers, rank, label) - ClassScores.normaliser(answers, rank);
        return StrictMath.log(answers.share(rank)) + logProbability;
    }
}
