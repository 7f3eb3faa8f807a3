// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import dev.witan.training.data.Target;
import dev.witan.training.report.Quality;
import dev.witan.training.report.QualityMeter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/// What cuts cost and answer on some of the rows.
final class CutMeter {
    private final TierAnswers answers;
    private final Target target;
    private final int[] rows;
    private final double[] scores;
    private final int outputs;

    /// @param rows to measure on: rows of the answers and of the target
    /// @param scores of all rows
    CutMeter(TierAnswers answers, Target target, int[] rows, double[] scores) {
        this.answers = answers;
        this.target = target;
        this.rows = rows.clone();
        this.scores = scores;
        this.outputs = answers.full().length / scores.length;
    }

    /// Of the rows to measure on.
    DoubleStream scores() {
        return Arrays.stream(rows).mapToDouble(row -> scores[row]);
    }

    /// The mean cost of the experts.
    double cost(Cut cut) {
        double sum = 0;
        for (int row : rows) {
            int level = cut.levelOf(scores[row]);
            sum += answers.cost(level, cut.fanOut(level), row);
        }
        return sum / rows.length;
    }

    /// The mean cost without tiers.
    double fullCost() {
        return Arrays.stream(rows).mapToDouble(answers::fullCost).average().orElse(0);
    }

    Quality quality(Cut cut) {
        float[] taken = new float[rows.length * outputs];
        for (int i = 0; i < rows.length; i++) {
            int level = cut.levelOf(scores[rows[i]]);
            take(answers.outputs(level, cut.fanOut(level)), i, taken);
        }
        return QualityMeter.measure(target, rows, taken);
    }

    /// Without tiers.
    Quality fullQuality() {
        float[] taken = new float[rows.length * outputs];
        for (int i = 0; i < rows.length; i++) {
            take(answers.full(), i, taken);
        }
        return QualityMeter.measure(target, rows, taken);
    }

    private void take(float[] all, int i, float[] taken) {
        System.arraycopy(all, rows[i] * outputs, taken, i * outputs, outputs);
    }

    /// The share of the rows at each level.
    List<Double> shares(Cut cut, int levels) {
        double[] counts = new double[levels];
        for (int row : rows) {
            counts[cut.levelOf(scores[row])]++;
        }
        return Arrays.stream(counts).mapToObj(count -> count / rows.length).toList();
    }
}
