// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import java.util.List;

/// How good answers are on rows whose labels are known.
public sealed interface Quality {
    int rows();

    /// The figure that training goes by; higher is better.
    double figure();

    /// Of two classes.
    ///
    /// @param auc probability that a positive row scores above a negative one, ties counting half; not a
    /// number where all rows are of one class
    /// @param logLoss mean negative log-likelihood
    /// @param accuracy share of rows whose likelier class is right
    record Binary(int rows, double auc, double logLoss, double accuracy) implements Quality {
        @Override
        public double figure() {
            return Double.isNaN(auc) ? -logLoss : auc;
        }
    }

    /// Of several classes.
    ///
    /// @param accuracy share of rows whose likeliest class is right
    /// @param macroF1 the F1 of each class that occurs, averaged
    /// @param logLoss mean negative log-likelihood
    /// @param classes how often each of them was told
    record MultiClass(int rows, double accuracy, double macroF1, double logLoss, List<ClassRecall> classes)
            implements Quality {
        public MultiClass {
            classes = List.copyOf(classes);
        }

        @Override
        public double figure() {
            return accuracy - logLoss;
        }
    }

    /// Of a number.
    ///
    /// @param rmse root of the mean squared error, in the target's unit
    /// @param meanAbsoluteError in the target's unit
    /// @param r2 share of the variance that is explained
    record Regression(int rows, double rmse, double meanAbsoluteError, double r2) implements Quality {
        @Override
        public double figure() {
            return -rmse;
        }
    }
}
