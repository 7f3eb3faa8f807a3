// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.statistics.Confusion;
import dev.witan.training.statistics.Estimate;
import dev.witan.training.statistics.Reliability;
import dev.witan.training.statistics.ScoreCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Answers of two classes: a logit and a label each.
final class BinaryAnswers implements Answers {
    static final int BINS = 10;
    private static final int POINTS_MAX = 200;

    private final List<String> classes;
    private final Numbers logits = new Numbers();
    private final Numbers labels = new Numbers();

    BinaryAnswers(List<String> classes) {
        this.classes = List.copyOf(classes);
    }

    @Override
    public void add(float[] outputs, int at, double label) {
        logits.add(outputs[at]);
        labels.add(label);
    }

    @Override
    public int rows() {
        return labels.size();
    }

    @Override
    public double label(int row) {
        return labels.get(row);
    }

    @Override
    public void keep(IntPredicate isKept) {
        logits.keep(isKept);
        labels.keep(isKept);
    }

    @Override
    public Measures measures(IntPredicate isMeant, double reach) {
        Confusion confusion = new Confusion(2);
        Sums losses = new Sums();
        Sums distances = new Sums();
        for (int row = 0; row < rows(); row++) {
            if (isMeant.test(row)) {
                confusion.add(labels.whole(row), answer(row));
                losses.add(loss(row));
                distances.add(squaredDistance(row));
            }
        }
        ScoreCounts counts = counts(isMeant);
        Map<Measure, Estimate> values = new LinkedHashMap<>();
        values.put(Measure.AUC, counts.auc(reach));
        values.put(Measure.LOG_LOSS, losses.mean(reach));
        values.put(Measure.ACCURACY, Estimate.share(confusion.right(), confusion.rows(), reach));
        values.put(Measure.F1, confusion.drawn(it -> it.f1(1), reach));
        values.put(Measure.BRIER, distances.mean(reach));
        values.put(
                Measure.CALIBRATION_ERROR,
                Estimate.plain(reliability(counts, reach).error()));
        values.put(Measure.SELECTION_RATE, Estimate.share(confusion.predicted(1), confusion.rows(), reach));
        values.put(Measure.TRUE_POSITIVE_RATE, confusion.recall(1, reach));
        values.put(Measure.FALSE_POSITIVE_RATE, Estimate.share(confusion.count(0, 1), confusion.actual(0), reach));
        return new Measures(confusion.rows(), values);
    }

    @Override
    public Anatomy anatomy(double reach) {
        ScoreCounts counts = counts(_ -> true);
        Confusion confusion = new Confusion(2);
        for (int row = 0; row < rows(); row++) {
            confusion.add(labels.whole(row), answer(row));
        }
        return new Anatomy.Binary(
                classes,
                confusion,
                Anatomy.ClassFigures.of(classes, confusion, reach),
                reliability(counts, reach),
                counts.roc(POINTS_MAX),
                counts.precisionRecall(POINTS_MAX),
                counts.averagePrecision(),
                (double) counts.positives() / Math.max(1, rows()));
    }

    private ScoreCounts counts(IntPredicate isMeant) {
        ScoreCounts.Builder builder = new ScoreCounts.Builder();
        for (int row = 0; row < rows(); row++) {
            if (isMeant.test(row)) {
                builder.add(logits.get(row), labels.get(row) > 0);
            }
        }
        return builder.build();
    }

    private static Reliability reliability(ScoreCounts counts, double reach) {
        return Reliability.of(counts, BinaryAnswers::probability, BINS, reach);
    }

    private static double probability(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }

    private int answer(int row) {
        return logits.get(row) >= 0 ? 1 : 0;
    }

    private double loss(int row) {
        double logit = logits.get(row);
        return Math.max(logit, 0) - logit * labels.get(row) + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
    }

    private double squaredDistance(int row) {
        double distance = probability(logits.get(row)) - labels.get(row);
        return distance * distance;
    }
}
