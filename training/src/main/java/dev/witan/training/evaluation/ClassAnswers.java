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

/// Answers of several classes: of each the label, the likeliest class with its probability, and what it loses.
final class ClassAnswers implements Answers {
    private static final double PROBABILITY_MIN = 1e-15;

    private final List<String> classes;
    private final Numbers labels = new Numbers();
    private final Numbers likeliest = new Numbers();
    private final Numbers probabilities = new Numbers();
    private final Numbers losses = new Numbers();
    private final Numbers distances = new Numbers();

    ClassAnswers(List<String> classes) {
        this.classes = List.copyOf(classes);
    }

    @Override
    public void add(float[] outputs, int at, double label) {
        int best = 0;
        for (int i = 1; i < classes.size(); i++) {
            best = outputs[at + i] > outputs[at + best] ? i : best;
        }
        double sum = 0;
        for (int i = 0; i < classes.size(); i++) {
            sum += StrictMath.exp(outputs[at + i] - outputs[at + best]);
        }
        double distance = 0;
        for (int i = 0; i < classes.size(); i++) {
            double gap = StrictMath.exp(outputs[at + i] - outputs[at + best]) / sum - (i == (int) label ? 1 : 0);
            distance += gap * gap;
        }
        double ofLabel = StrictMath.exp(outputs[at + (int) label] - outputs[at + best]) / sum;
        labels.add(label);
        likeliest.add(best);
        probabilities.add(1 / sum);
        losses.add(-StrictMath.log(Math.max(PROBABILITY_MIN, ofLabel)));
        distances.add(distance);
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
        for (Numbers numbers : List.of(labels, likeliest, probabilities, losses, distances)) {
            numbers.keep(isKept);
        }
    }

    @Override
    public Measures measures(IntPredicate isMeant, double reach) {
        Confusion confusion = new Confusion(classes.size());
        Sums loss = new Sums();
        Sums distance = new Sums();
        for (int row = 0; row < rows(); row++) {
            if (isMeant.test(row)) {
                confusion.add(labels.whole(row), likeliest.whole(row));
                loss.add(losses.get(row));
                distance.add(distances.get(row));
            }
        }
        Map<Measure, Estimate> values = new LinkedHashMap<>();
        values.put(Measure.ACCURACY, Estimate.share(confusion.right(), confusion.rows(), reach));
        values.put(Measure.MACRO_F1, confusion.drawn(Confusion::macroF1, reach));
        values.put(Measure.LOG_LOSS, loss.mean(reach));
        values.put(Measure.BRIER, distance.mean(reach));
        values.put(
                Measure.CALIBRATION_ERROR,
                Estimate.plain(reliability(isMeant, reach).error()));
        return new Measures(confusion.rows(), values);
    }

    @Override
    public Anatomy anatomy(double reach) {
        Confusion confusion = new Confusion(classes.size());
        for (int row = 0; row < rows(); row++) {
            confusion.add(labels.whole(row), likeliest.whole(row));
        }
        return new Anatomy.Classes(
                classes, confusion, Anatomy.ClassFigures.of(classes, confusion, reach), reliability(_ -> true, reach));
    }

    private Reliability reliability(IntPredicate isMeant, double reach) {
        ScoreCounts.Builder builder = new ScoreCounts.Builder();
        for (int row = 0; row < rows(); row++) {
            if (isMeant.test(row)) {
                builder.add(probabilities.get(row), likeliest.whole(row) == labels.whole(row));
            }
        }
        return Reliability.of(builder.build(), it -> it, BinaryAnswers.BINS, reach);
    }
}
