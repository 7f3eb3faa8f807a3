// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

/// What an expert's output says about classes: one value is the logit of the second of two classes, several are the
/// logits of as many classes. In double precision and by `StrictMath`, so that every machine gets the same bits.
final class ClassScores {
    private ClassScores() {}

    static int classes(RowAnswers answers) {
        return Math.max(2, answers.outputs().columns());
    }

    private static boolean isBinary(RowAnswers answers) {
        return answers.outputs().columns() == 1;
    }

    /// The logit of a class; of two classes that share one logit the first has 0.
    static double logit(RowAnswers answers, int rank, int label) {
        if (isBinary(answers)) {
            return label == 0 ? 0 : answers.value(rank, 0);
        }
        return answers.value(rank, label);
    }

    /// The class with the highest logit; the first of equals, but the second of two at a logit of 0, as the
    /// heads do.
    static int best(RowAnswers answers, int rank) {
        if (isBinary(answers)) {
            return answers.value(rank, 0) >= 0 ? 1 : 0;
        }
        int best = 0;
        for (int label = 1; label < answers.outputs().columns(); label++) {
            if (answers.value(rank, label) > answers.value(rank, best)) {
                best = label;
            }
        }
        return best;
    }

    /// The logarithm of the sum of the exponentials of an expert's logits: a logit less this is a log-probability.
    static double normaliser(RowAnswers answers, int rank) {
        return logit(answers, rank, best(answers, rank)) - sureness(answers, rank);
    }

    /// The log-probability of the likeliest class.
    static double sureness(RowAnswers answers, int rank) {
        double most = logit(answers, rank, best(answers, rank));
        double sum = 0;
        for (int label = 0; label < classes(answers); label++) {
            sum += StrictMath.exp(logit(answers, rank, label) - most);
        }
        return -StrictMath.log(sum);
    }
}
