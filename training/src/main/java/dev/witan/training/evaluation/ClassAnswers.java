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

/// Answers of several classes: of each the label, the likeliest class with its probability, and what it loses.
final class ClassAnswers implements Answers {
    private static final double PROBABILITY_MIN = 1e-15;

    private final List<String> classes;
    private final AnswerRows rows;
    private final Numbers labels;
    private final Numbers likeliest;
    private final Numbers probabilities;
    private final Numbers losses;
    private final Numbers distances;

    ClassAnswers(List<String> classes, AnswerRows rows) {
        this.classes = List.copyOf(classes);
        this.rows = rows;
        this.labels = rows.column(Numbers.Width.ofWhole(classes.size()));
        this.likeliest = rows.column(Numbers.Width.ofWhole(classes.size()));
        this.probabilities = rows.column(Numbers.Width.FLOAT);
        this.losses = rows.column(Numbers.Width.FLOAT);
        this.distances = rows.column(Numbers.Width.FLOAT);
    }

    @Override
    public void add(float[] outputs, int at, Target target, int row) {
        int label = target.classOf(row);
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
            double gap = StrictMath.exp(outputs[at + i] - outputs[at + best]) / sum - (i == label ? 1 : 0);
            distance += gap * gap;
        }
        double ofLabel = StrictMath.exp(outputs[at + label] - outputs[at + best]) / sum;
        labels.add(label);
        likeliest.add(best);
        probabilities.add(1 / sum);
        losses.add(-StrictMath.log(Math.max(PROBABILITY_MIN, ofLabel)));
        distances.add(distance);
    }

    @Override
    public AnswerRows kept() {
        return rows;
    }

    @Override
    public Measures measures(IntPredicate isMeant, double reach) {
        Confusion confusion = new Confusion(classes.size());
        Sums loss = new Sums();
        Sums distance = new Sums();
        for (int row = 0; row < rows.size(); row++) {
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
    public Anatomy anatomy(IntPredicate isMeant, double reach) {
        Confusion confusion = new Confusion(classes.size());
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                confusion.add(labels.whole(row), likeliest.whole(row));
            }
        }
        return new Anatomy.Classes(
                classes, confusion, Anatomy.ClassFigures.of(classes, confusion, reach), reliability(isMeant, reach));
    }

    private Reliability reliability(IntPredicate isMeant, double reach) {
        ScoreCounts.Builder builder = new ScoreCounts.Builder();
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                builder.add((float) probabilities.get(row), likeliest.whole(row) == labels.whole(row));
            }
        }
        return Reliability.of(builder.build(), it -> it, BinaryAnswers.BINS, reach);
    }
}
