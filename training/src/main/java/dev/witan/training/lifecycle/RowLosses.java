// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.engine.response.Head;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.training.data.Target;

/// What each row loses of one task: the log-loss of classes, and of numbers the squared error or the pinball loss in
/// deviations.
final class RowLosses {
    private static final double PROBABILITY_MIN = 1e-15;

    private final Target labels;
    private final int[] rows;
    private final float[] answers;

    private RowLosses(Target labels, int[] rows, float[] answers) {
        this.labels = labels;
        this.rows = rows;
        this.answers = answers;
    }

    /// @param head tells the scale of numbers
    /// @param rows whose answers they are
    static double[] of(Target labels, Head head, int[] rows, float[] answers) {
        double unit = switch (head) {
            case RegressionHead it -> it.deviation();
            case QuantileHead it -> it.deviation();
            default -> 1;
        };
        RowLosses of = new RowLosses(labels, rows, answers);
        double[] losses = new double[rows.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = of.loss(i, unit);
        }
        return losses;
    }

    private double loss(int i, double unit) {
        double label = labels.value(rows[i]);
        return switch (labels.kind()) {
            case BINARY -> binary(answers[i], label);
            case MULTI_CLASS -> multiClass(i, (int) label);
            case MULTI_LABEL -> labels(i);
            case REGRESSION -> Math.pow((answers[i] - label) / unit, 2);
            case QUANTILE -> quantiles(i, label) / unit;
            case MULTI_TASK -> throw new IllegalStateException("one task at a time: " + labels.name());
        };
    }

    private static double binary(double logit, double label) {
        return Math.max(logit, 0) - logit * label + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
    }

    private double labels(int i) {
        int width = labels.classes().size();
        double sum = 0;
        for (int label = 0; label < width; label++) {
            sum += binary(answers[i * width + label], labels.holds(rows[i], label) ? 1 : 0);
        }
        return sum / width;
    }

    /// The mean pinball loss of the levels.
    private double quantiles(int i, double label) {
        int width = labels.levels().size();
        double sum = 0;
        for (int level = 0; level < width; level++) {
            double above = label - answers[i * width + level];
            double share = labels.levels().get(level);
            sum += Math.max(share * above, (share - 1) * above);
        }
        return sum / width;
    }

    private double multiClass(int i, int label) {
        int width = labels.classes().size();
        int from = i * width;
        double highest = Double.NEGATIVE_INFINITY;
        for (int at = from; at < from + width; at++) {
            highest = Math.max(highest, answers[at]);
        }
        double sum = 0;
        for (int at = from; at < from + width; at++) {
            sum += StrictMath.exp(answers[at] - highest);
        }
        return -StrictMath.log(Math.max(PROBABILITY_MIN, StrictMath.exp(answers[from + label] - highest) / sum));
    }
}
