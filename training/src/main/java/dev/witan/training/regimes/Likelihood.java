// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

/// How likely a row's label is, given what a linear expert puts out.
enum Likelihood {
    /// A standardised number with normal noise.
    NORMAL(1) {
        @Override
        double of(double[] outputs, double label, double variance) {
            double error = label - outputs[0];
            return -error * error / (2 * variance) - StrictMath.log(variance) / 2;
        }

        @Override
        void slope(double[] outputs, double label, double[] slope) {
            slope[0] = label - outputs[0];
        }

        @Override
        double curvature(double output, double slope) {
            return 1;
        }
    },
    /// One of two classes, 0 or 1, with a logit.
    LOGISTIC(0.25) {
        @Override
        double of(double[] outputs, double label, double variance) {
            double logit = label > 0 ? outputs[0] : -outputs[0];
            return Math.min(logit, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
        }

        @Override
        void slope(double[] outputs, double label, double[] slope) {
            slope[0] = label - 1 / (1 + StrictMath.exp(-outputs[0]));
        }

        @Override
        double curvature(double label, double slope) {
            double probability = label - slope;
            return probability * (1 - probability);
        }
    },
    /// One of several classes, by index, with a logit for each.
    SOFTMAX(0.5) {
        @Override
        double of(double[] outputs, double label, double variance) {
            return outputs[(int) label] - logSum(outputs);
        }

        @Override
        void slope(double[] outputs, double label, double[] slope) {
            double sum = logSum(outputs);
            for (int i = 0; i < outputs.length; i++) {
                slope[i] = (i == (int) label ? 1 : 0) - StrictMath.exp(outputs[i] - sum);
            }
        }

        @Override
        double curvature(double label, double slope) {
            double probability = label - slope;
            return probability * (1 - probability);
        }
    };

    private final double bound;

    Likelihood(double bound) {
        this.bound = bound;
    }

    /// What the curvature never exceeds (Böhning 1992), so that a step against it never goes too far.
    double bound() {
        return bound;
    }

    /// The logarithm of the label's likelihood.
    ///
    /// @param variance of the noise of a number
    abstract double of(double[] outputs, double label, double variance);

    /// Writes its slope over the outputs, for a variance of 1.
    abstract void slope(double[] outputs, double label, double[] slope);

    /// Its curvature over one output, without the sign.
    ///
    /// @param label 1 if the output is that of the row's class, else 0
    /// @param slope over that output
    abstract double curvature(double label, double slope);

    static double logSum(double[] values) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            highest = Math.max(highest, value);
        }
        double sum = 0;
        for (double value : values) {
            sum += StrictMath.exp(value - highest);
        }
        return highest + StrictMath.log(sum);
    }
}
