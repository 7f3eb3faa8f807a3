// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

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

    private final Numbers predictions = new Numbers();
    private final Numbers labels = new Numbers();

    @Override
    public void add(float[] outputs, int at, double label) {
        predictions.add(outputs[at]);
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
        predictions.keep(isKept);
        labels.keep(isKept);
    }

    @Override
    public Measures measures(IntPredicate isMeant, double reach) {
        Sums squares = new Sums();
        Sums absolutes = new Sums();
        Sums residuals = new Sums();
        Sums ofLabels = new Sums();
        long rows = 0;
        for (int row = 0; row < rows(); row++) {
            if (isMeant.test(row)) {
                double residual = (double) labels.get(row) - predictions.get(row);
                squares.add(residual * residual);
                absolutes.add(Math.abs(residual));
                residuals.add(residual);
                ofLabels.add(labels.get(row));
                rows++;
            }
        }
        Estimate squared = squares.mean(reach);
        double variance = variance(isMeant, ofLabels.mean(), rows);
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
        return new Measures(rows, values);
    }

    private static double root(double value) {
        return Math.sqrt(value < 0 ? 0 : value);
    }

    private double variance(IntPredicate isMeant, double mean, long rows) {
        double sum = 0;
        for (int row = 0; row < rows(); row++) {
            if (isMeant.test(row)) {
                sum += (labels.get(row) - mean) * (labels.get(row) - mean);
            }
        }
        return sum / rows;
    }

    @Override
    public Anatomy anatomy(double reach) {
        double[] predicted =
                IntStream.range(0, rows()).mapToDouble(predictions::get).toArray();
        double[] actual = IntStream.range(0, rows()).mapToDouble(labels::get).toArray();
        return new Anatomy.Numbers(Residuals.of(predicted, actual, COLUMNS, GROUPS, reach));
    }
}
