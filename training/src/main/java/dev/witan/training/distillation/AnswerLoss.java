// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.MultiLabelHead;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.engine.response.VectorHead;
import dev.witan.kernels.FloatMatrix;

/// What a dense student makes small, against the combined outputs of the whole mixture: for classes the divergence of
/// the softened probabilities (Hinton et al. 2015), times the square of the temperature; for numbers half the squared
/// difference, summed over the outputs. Owned by one thread.
final class AnswerLoss implements RowLoss {
    /// Beyond these logits a probability is 0 or 1 to any purpose; a vote may be unanimous.
    private static final double LOGIT_MAX = 30;

    private final Kind kind;
    private final float[] answers;
    private final int width;
    private final double temperature;
    private final double[] soft;
    private final double[] own;

    private enum Kind {
        APART,
        TOGETHER,
        NUMBERS
    }

    /// @param answers combined outputs of the mixture, row after row
    AnswerLoss(Head head, float[] answers, int width, double temperature) {
        this.kind = switch (head) {
            case BinaryHead _ -> Kind.APART;
            case MultiClassHead _ -> Kind.TOGETHER;
            case MultiLabelHead _ -> Kind.APART;
            case QuantileHead _, RegressionHead _, TasksHead _, VectorHead _ -> Kind.NUMBERS;
            case ChatHead _ ->
                throw WitanException.invalidInput("a mixture of chat models has no answers to be taught");
        };
        this.answers = answers;
        this.width = width;
        this.temperature = temperature;
        this.soft = new double[width];
        this.own = new double[width];
    }

    @Override
    public double gradient(FloatMatrix outputs, int at, int row, double share, FloatMatrix gradient) {
        return share
                * switch (kind) {
                    case APART -> apart(outputs, at, row, share, gradient);
                    case TOGETHER -> several(outputs, at, row, share, gradient);
                    case NUMBERS -> numbers(outputs, at, row, share, gradient);
                };
    }

    private double apart(FloatMatrix outputs, int at, int row, double share, FloatMatrix gradient) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double target = Math.clamp(answers[row * width + i], -LOGIT_MAX, LOGIT_MAX) / temperature;
            double found = outputs.get(at, i) / temperature;
            double p = GateTeacher.sigmoid(target);
            gradient.set(at, i, (float) (share * temperature * (GateTeacher.sigmoid(found) - p)));
            sum += Math.max(0, p * (target - found) + softPlus(found) - softPlus(target));
        }
        return temperature * temperature * sum;
    }

    private static double softPlus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private double several(FloatMatrix outputs, int at, int row, double share, FloatMatrix gradient) {
        for (int i = 0; i < width; i++) {
            soft[i] = answers[row * width + i];
            own[i] = outputs.get(at, i);
        }
        softmax(soft);
        softmax(own);
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double found = Math.max(own[i], Double.MIN_NORMAL);
            sum += soft[i] > 0 ? soft[i] * StrictMath.log(soft[i] / found) : 0;
            gradient.set(at, i, (float) (share * temperature * (own[i] - soft[i])));
        }
        return temperature * temperature * Math.max(0, sum);
    }

    private void softmax(double[] logits) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            highest = Math.max(highest, logit);
        }
        double sum = 0;
        for (int i = 0; i < width; i++) {
            logits[i] = StrictMath.exp((logits[i] - highest) / temperature);
            sum += logits[i];
        }
        for (int i = 0; i < width; i++) {
            logits[i] /= sum;
        }
    }

    private double numbers(FloatMatrix outputs, int at, int row, double share, FloatMatrix gradient) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double error = outputs.get(at, i) - answers[row * width + i];
            gradient.set(at, i, (float) (share * error));
            sum += error * error / 2;
        }
        return sum;
    }
}
