// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.Target;

/// Finds the number that a classifier's logits are to be divided by so that their softmax is as sure as it is right:
/// the least log-loss on rows that it did not learn from.
final class Temperature {
    /// Between `exp(-2)` and `exp(2)`: beyond, the rows are too few to tell.
    private static final double LOG_MAX = 2;

    private static final int ROUNDS = 40;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private Temperature() {}

    /// @param logits of the rows, row after row
    static double of(float[] logits, Target target, int[] rows) {
        double low = -LOG_MAX;
        double high = LOG_MAX;
        for (int round = 0; round < ROUNDS; round++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (loss(logits, target, rows, StrictMath.exp(left)) <= loss(logits, target, rows, StrictMath.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return StrictMath.exp((low + high) / 2);
    }

    private static double loss(float[] logits, Target target, int[] rows, double temperature) {
        int classes = target.classes().size();
        double loss = 0;
        for (int i = 0; i < rows.length; i++) {
            double own = logits[i * classes + target.classOf(rows[i])];
            double sum = 0;
            for (int label = 0; label < classes; label++) {
                sum += StrictMath.exp((logits[i * classes + label] - own) / temperature);
            }
            loss += StrictMath.log(sum);
        }
        return loss;
    }
}
