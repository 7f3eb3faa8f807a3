// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.statistics.Confusion;
import dev.witan.training.statistics.CurvePoint;
import dev.witan.training.statistics.Estimate;
import dev.witan.training.statistics.Reliability;
import dev.witan.training.statistics.Residuals;
import java.util.List;
import java.util.stream.IntStream;

/// Where answers are right and where they are wrong.
public sealed interface Anatomy {
    /// Of two classes.
    ///
    /// @param classes the second is the positive one
    /// @param roc false positive rate to true positive rate
    /// @param precisionRecall recall to precision
    /// @param averagePrecision area below that curve
    /// @param positives share of the rows that are positive
    record Binary(
            List<String> classes,
            Confusion confusion,
            List<ClassFigures> perClass,
            Reliability reliability,
            List<CurvePoint> roc,
            List<CurvePoint> precisionRecall,
            double averagePrecision,
            double positives)
            implements Anatomy {
        public Binary {
            classes = List.copyOf(classes);
            perClass = List.copyOf(perClass);
            roc = List.copyOf(roc);
            precisionRecall = List.copyOf(precisionRecall);
        }
    }

    /// Of several classes.
    ///
    /// @param reliability of the likeliest class's probability
    record Classes(List<String> classes, Confusion confusion, List<ClassFigures> perClass, Reliability reliability)
            implements Anatomy {
        public Classes {
            classes = List.copyOf(classes);
            perClass = List.copyOf(perClass);
        }
    }

    /// Of a number.
    record Numbers(Residuals residuals) implements Anatomy {}

    /// Of labels of which any number may hold.
    ///
    /// @param reliability of the probabilities of all labels together
    record Labels(List<LabelFigures> labels, Reliability reliability) implements Anatomy {
        public Labels {
            labels = List.copyOf(labels);
        }
    }

    /// How one of several labels fares.
    ///
    /// @param held rows that it holds for
    /// @param told rows that it is told of
    /// @param precision the share of the latter that it holds for
    /// @param recall the share of the former that it is told of
    /// @param f1 the harmonic mean of both
    /// @param probability the mean that is told
    /// @param share of the rows that it holds for
    record LabelFigures(
            String label,
            long held,
            long told,
            Estimate auc,
            Estimate precision,
            Estimate recall,
            double f1,
            double probability,
            Estimate share,
            Reliability reliability) {}

    /// Of quantiles.
    ///
    /// @param levels each by itself, ascending
    /// @param between rows whose label lies below the first level, between each two, and above the last
    /// @param intervals between levels as far from either end, the widest first
    /// @param byWidth how often labels lie in the widest interval, in bins of rows where it is about equally wide
    record Quantiles(
            List<LevelFigures> levels,
            List<Long> between,
            List<IntervalFigures> intervals,
            List<Reliability.Bin> byWidth)
            implements Anatomy {
        public Quantiles {
            levels = List.copyOf(levels);
            between = List.copyOf(between);
            intervals = List.copyOf(intervals);
            byWidth = List.copyOf(byWidth);
        }
    }

    /// How one quantile fares.
    ///
    /// @param level what share of the labels is to be below it
    /// @param coverage what share is
    record LevelFigures(double level, Estimate coverage, Estimate pinball) {}

    /// How what lies between two quantiles fares.
    ///
    /// @param coverage the share of the labels that lies there
    /// @param width in the target's unit
    record IntervalFigures(double from, double to, Estimate coverage, Estimate width) {
        /// The share of the labels that is to lie there.
        public double expected() {
            return to - from;
        }
    }

    /// How one class fares.
    ///
    /// @param rows that are of it
    /// @param precision the share of its answers that are right
    /// @param recall the share of its rows that are told
    /// @param f1 the harmonic mean of both
    record ClassFigures(String label, long rows, Estimate precision, Estimate recall, double f1) {
        static List<ClassFigures> of(List<String> classes, Confusion confusion, double reach) {
            return IntStream.range(0, classes.size())
                    .mapToObj(label -> new ClassFigures(
                            classes.get(label),
                            confusion.actual(label),
                            confusion.precision(label, reach),
                            confusion.recall(label, reach),
                            confusion.f1(label)))
                    .toList();
        }
    }
}
