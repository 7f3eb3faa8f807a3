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
