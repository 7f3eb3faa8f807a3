// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.data.Target;
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
    private final AnswerRows rows;
    private final Numbers logits;
    private final Numbers labels;

    BinaryAnswers(List<String> classes, AnswerRows rows) {
        this.classes = List.copyOf(classes);
        this.rows = rows;
        this.logits = rows.column(Numbers.Width.FLOAT);
        this.labels = rows.column(Numbers.Width.BYTE);
    }

    @Override
    public void add(float[] outputs, int at, Target target, int row) {
        logits.add(outputs[at]);
        labels.add(target.classOf(row));
    }

    @Override
    public AnswerRows kept() {
        return rows;
    }

    @Override
    public Measures measures(IntPredicate isMeant, double reach) {
        Confusion confusion = new Confusion(2);
        Sums losses = new Sums();
        Sums distances = new Sums();
        for (int row = 0; row < rows.size(); row++) {
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
    public Anatomy anatomy(IntPredicate isMeant, double reach) {
        ScoreCounts counts = counts(isMeant);
        Confusion confusion = new Confusion(2);
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                confusion.add(labels.whole(row), answer(row));
            }
        }
        return new Anatomy.Binary(
                classes,
                confusion,
                Anatomy.ClassFigures.of(classes, confusion, reach),
                reliability(counts, reach),
                counts.roc(POINTS_MAX),
                counts.precisionRecall(POINTS_MAX),
                counts.averagePrecision(),
                (double) counts.positives() / Math.max(1, confusion.rows()));
    }

    private ScoreCounts counts(IntPredicate isMeant) {
        ScoreCounts.Builder builder = new ScoreCounts.Builder();
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                builder.add((float) logits.get(row), labels.get(row) > 0);
            }
        }
        return builder.build();
    }

    private static Reliability reliability(ScoreCounts counts, double reach) {
        return Reliability.of(counts, BinaryAnswers::probability, BINS, reach);
    }

    static double probability(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }

    private int answer(int row) {
        return logits.get(row) >= 0 ? 1 : 0;
    }

    private double loss(int row) {
        return loss(logits.get(row), labels.get(row));
    }

    /// Negative log-likelihood.
    static double loss(double logit, double label) {
        return Math.max(logit, 0) - logit * label + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
    }

    private double squaredDistance(int row) {
        double distance = probability(logits.get(row)) - labels.get(row);
        return distance * distance;
    }
}
