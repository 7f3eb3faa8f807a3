// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /// Of labels of which any number may hold.
    ///
    /// @param auc of the labels on average, those left out that hold for every row or for none
    /// @param logLoss mean negative log-likelihood of a label
    /// @param exact share of rows of which every label is right
    /// @param microF1 the F1 over all labels of all rows
    /// @param labels each by itself
    record MultiLabel(int rows, double auc, double logLoss, double exact, double microF1, List<LabelQuality> labels)
            implements Quality {
        public MultiLabel {
            labels = List.copyOf(labels);
        }

        @Override
        public double figure() {
            return Double.isNaN(auc) ? -logLoss : auc;
        }
    }

    /// Of quantiles.
    ///
    /// @param pinball the mean pinball loss, in the target's unit
    /// @param skill how much less that is than with the quantiles of the rows themselves, the same for every row: 1
    /// at best, 0 for no better
    /// @param levels each by itself
    record Quantile(int rows, double pinball, double skill, List<LevelQuality> levels) implements Quality {
        public Quantile {
            levels = List.copyOf(levels);
        }

        @Override
        public double figure() {
            return -pinball;
        }
    }

    /// Of several tasks, each on the rows that have its label.
    ///
    /// @param figure the mean of what is explained of each task; not a number of networks that were trained apart
    /// @param tasks by name, in order
    record Tasks(int rows, double figure, Map<String, Quality> tasks) implements Quality {
        public Tasks {
            tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
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
