// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.kernels.FloatMatrix;
import java.util.Arrays;

/// What a student gate makes small: the divergence of its softened probabilities from the teacher's (Hinton et al.
/// 2015), times the square of the temperature, and for every pair of an expert among the teacher's best K and one that
/// is not how far the student's selection scores fall short of a margin, which is never wider than the teacher's own
/// gap: a tie of the teacher's is none of the student's business.
///
/// Weights come of a softmax over scores, which a shift of all of them leaves alone, as it does the divergence; where
/// they come of the logistic function of each score, the divergence is that of one probability per expert. Owned by one
/// thread.
final class GateLoss implements RowLoss {
    private final GateTeacher teacher;
    private final double temperature;
    private final double unit;
    private final double ranking;
    private final int best;
    private final double[] soft;
    private final double[] own;
    private final double[] slopes;
    private final Integer[] order;

    /// @param ranking weight of the margin
    GateLoss(GateTeacher teacher, double temperature, double ranking) {
        int experts = teacher.experts();
        this.teacher = teacher;
        this.unit = teacher.spread();
        this.temperature = temperature * unit;
        this.ranking = ranking;
        this.soft = new double[experts];
        this.own = new double[experts];
        this.slopes = new double[experts];
        this.order = new Integer[experts];
        int open = 0;
        for (int expert = 0; expert < experts; expert++) {
            open += teacher.isOpen(expert) ? 1 : 0;
            order[expert] = expert;
        }
        this.best = Math.min(teacher.fanOut(), open);
    }

    @Override
    public double gradient(FloatMatrix outputs, int at, int row, double share, FloatMatrix gradient) {
        Arrays.fill(slopes, 0);
        double loss = (teacher.isSigmoid() ? apart(outputs, at, row) : together(outputs, at, row)) / (unit * unit);
        loss += ranking == 0 ? 0 : ranked(outputs, at, row);
        for (int expert = 0; expert < slopes.length; expert++) {
            gradient.set(at, expert, (float) (share * slopes[expert]));
        }
        return share * loss;
    }

    /// `T^2 KL(p || q)` of the softmaxes, whose gradient is `T (q - p)`.
    private double together(FloatMatrix outputs, int at, int row) {
        double ofTeacher = softmax(soft, expert -> teacher.score(row, expert));
        double ofStudent = softmax(own, expert -> outputs.get(at, expert));
        double sum = 0;
        for (int expert = 0; expert < soft.length; expert++) {
            if (soft[expert] > 0) {
                double gap = (teacher.score(row, expert) - outputs.get(at, expert)) / temperature;
                sum += soft[expert] * (gap - ofTeacher + ofStudent);
            }
            slopes[expert] += temperature * (own[expert] - soft[expert]) / (unit * unit);
        }
        return temperature * temperature * Math.max(0, sum);
    }

    /// Fills the softened probabilities, 0 for masked experts, and answers the logarithm of their normaliser.
    private double softmax(double[] into, Score score) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int expert = 0; expert < into.length; expert++) {
            highest = teacher.isOpen(expert) ? Math.max(highest, score.of(expert) / temperature) : highest;
        }
        double sum = 0;
        for (int expert = 0; expert < into.length; expert++) {
            into[expert] = teacher.isOpen(expert) ? StrictMath.exp(score.of(expert) / temperature - highest) : 0;
            sum += into[expert];
        }
        for (int expert = 0; expert < into.length; expert++) {
            into[expert] /= sum;
        }
        return highest + StrictMath.log(sum);
    }

    private interface Score {
        double of(int expert);
    }

    /// The same of one probability per expert.
    private double apart(FloatMatrix outputs, int at, int row) {
        double sum = 0;
        for (int expert = 0; expert < slopes.length; expert++) {
            if (teacher.isOpen(expert)) {
                double target = teacher.score(row, expert) / temperature;
                double found = outputs.get(at, expert) / temperature;
                double p = GateTeacher.sigmoid(target);
                sum += Math.max(0, p * (target - found) + softPlus(found) - softPlus(target));
                slopes[expert] += temperature * (GateTeacher.sigmoid(found) - p) / (unit * unit);
            }
        }
        return temperature * temperature * sum;
    }

    private static double softPlus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private double ranked(FloatMatrix outputs, int at, int row) {
        Arrays.sort(order, (a, b) -> Double.compare(rank(row, b), rank(row, a)));
        double sum = 0;
        double weight = ranking / best / unit;
        for (int place = 0; place < best; place++) {
            int in = order[place];
            double inScore = outputs.get(at, in);
            double inSelection = teacher.selection(inScore, in);
            for (int other = best; other < order.length && teacher.isOpen(order[other]); other++) {
                int out = order[other];
                double outScore = outputs.get(at, out);
                double margin = Math.min(unit, rank(row, in) - rank(row, out));
                double missing = margin - (inSelection - teacher.selection(outScore, out));
                if (missing > 0) {
                    sum += weight * missing;
                    slopes[in] -= weight * teacher.slope(inScore);
                    slopes[out] += weight * teacher.slope(outScore);
                }
            }
        }
        return sum;
    }

    /// What the teacher's choice goes by; masked experts come last.
    private double rank(int row, int expert) {
        return teacher.isOpen(expert)
                ? teacher.selection(teacher.score(row, expert), expert)
                : Double.NEGATIVE_INFINITY;
    }
}
