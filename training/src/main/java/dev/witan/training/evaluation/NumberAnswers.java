// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.data.Target;
import dev.witan.training.statistics.Estimate;
import dev.witan.training.statistics.Residuals;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Answers that are numbers: a prediction and a label each.
final class NumberAnswers implements Answers {
    private static final int COLUMNS = 31;
    private static final int GROUPS = 10;

    /// Rows of which residuals are drawn; of more rows so many by lot.
    private static final int DRAWN_MAX = 500_000;

    private final AnswerRows rows;
    private final Numbers predictions;
    private final Numbers labels;

    NumberAnswers(AnswerRows rows) {
        this.rows = rows;
        this.predictions = rows.column(Numbers.Width.FLOAT);
        this.labels = rows.column(Numbers.Width.DOUBLE);
    }

    @Override
    public void add(float[] outputs, int at, Target target, int row) {
        predictions.add(outputs[at]);
        labels.add(target.value(row));
    }

    @Override
    public AnswerRows kept() {
        return rows;
    }

    @Override
    public Measures measures(IntPredicate isMeant, double reach) {
        Sums squares = new Sums();
        Sums absolutes = new Sums();
        Sums residuals = new Sums();
        Sums ofLabels = new Sums();
        long count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                double residual = labels.get(row) - predictions.get(row);
                squares.add(residual * residual);
                absolutes.add(Math.abs(residual));
                residuals.add(residual);
                ofLabels.add(labels.get(row));
                count++;
            }
        }
        Estimate squared = squares.mean(reach);
        double variance = variance(isMeant, ofLabels.mean(), count);
        Map<Measure, Estimate> values = new LinkedHashMap<>();
        values.put(Measure.RMSE, new Estimate(root(squared.value()), root(squared.low()), root(squared.high())));
        values.put(Measure.MEAN_ABSOLUTE_ERROR, absolutes.mean(reach));
        values.put(
                Measure.R2,
                variance > 0
                        ? new Estimate(
                                1 - squared.value() / variance,
                                1 - squared.high() / variance,
                                1 - squared.low() / variance)
                        : Estimate.NONE);
        values.put(Measure.MEAN_RESIDUAL, residuals.mean(reach));
        return new Measures(count, values);
    }

    private static double root(double value) {
        return Math.sqrt(value < 0 ? 0 : value);
    }

    private double variance(IntPredicate isMeant, double mean, long count) {
        double sum = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (isMeant.test(row)) {
                sum += (labels.get(row) - mean) * (labels.get(row) - mean);
            }
        }
        return sum / count;
    }

    @Override
    public Anatomy anatomy(IntPredicate isMeant, double reach) {
        int halvings =
                Lot.halvings(IntStream.range(0, rows.size()).filter(isMeant).count(), DRAWN_MAX);
        int[] drawn = IntStream.range(0, rows.size())
                .filter(row -> isMeant.test(row) && Lot.isDrawn(row, halvings))
                .toArray();
        return new Anatomy.Numbers(Residuals.of(
                IntStream.of(drawn).mapToDouble(predictions::get).toArray(),
                IntStream.of(drawn).mapToDouble(labels::get).toArray(),
                COLUMNS,
                GROUPS,
                reach));
    }
}
