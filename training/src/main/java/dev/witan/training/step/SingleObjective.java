// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.kernels.FloatMatrix;

/// The losses of targets with one number per row: the log-loss of the logistic function or of the softmax, or half the
/// squared error of a standardised number.
public enum SingleObjective implements RowObjective {
    LOGISTIC {
        @Override
        double gradient(FloatMatrix combined, int row, double target, double share, FloatMatrix gradient) {
            return logistic(combined, row, 0, target, share, gradient);
        }
    },
    SOFTMAX {
        @Override
        double gradient(FloatMatrix combined, int row, double target, double share, FloatMatrix gradient) {
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < combined.columns(); i++) {
                highest = Math.max(highest, combined.get(row, i));
            }
            double sum = 0;
            for (int i = 0; i < combined.columns(); i++) {
                sum += StrictMath.exp(combined.get(row, i) - highest);
            }
            for (int i = 0; i < combined.columns(); i++) {
                double probability = StrictMath.exp(combined.get(row, i) - highest) / sum;
                gradient.set(row, i, (float) (share * (probability - (i == (int) target ? 1 : 0))));
            }
            return share * (highest + StrictMath.log(sum) - combined.get(row, (int) target));
        }
    },
    SQUARED_ERROR {
        @Override
        double gradient(FloatMatrix combined, int row, double target, double share, FloatMatrix gradient) {
            double error = combined.get(row, 0) - target;
            gradient.set(row, 0, (float) (share * error));
            return share * error * error / 2;
        }
    };

    @Override
    public double gradient(FloatMatrix combined, int row, double[] target, double share, FloatMatrix gradient) {
        return gradient(combined, row, target[0], share, gradient);
    }

    /// @param target 0 or 1, the index of a class, or the standardised number
    abstract double gradient(FloatMatrix combined, int row, double target, double share, FloatMatrix gradient);

    /// The log-loss of the logistic function of one logit.
    static double logistic(
            FloatMatrix combined, int row, int column, double target, double share, FloatMatrix gradient) {
        double logit = combined.get(row, column);
        double tail = StrictMath.exp(-Math.abs(logit));
        double probability = logit >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
        gradient.set(row, column, (float) (share * (probability - target)));
        return share * (Math.max(logit, 0) - logit * target + StrictMath.log1p(tail));
    }
}
