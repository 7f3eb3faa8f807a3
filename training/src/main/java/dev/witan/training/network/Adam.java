// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

/// Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) and a moving average of the
/// weights. Stateless but for its settings: the moments live in the parameters.
///
/// @param weightDecay share of a weight that is taken off per step, times the learning rate
/// @param averageDecay how much of the moving average stays per step, once there are enough steps to average over
/// @param momentum how much of the mean gradient stays per step
public record Adam(float weightDecay, float averageDecay, float momentum) {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float WARM_UP = 10;
    private static final int GAP_MAX = 4096;

    /// With the usual momentum of 0.9.
    public Adam(float weightDecay, float averageDecay) {
        this(weightDecay, averageDecay, BETA1);
    }

    /// Moves a parameter against its gradient.
    ///
    /// @param step counted from 1
    public void step(Parameter parameter, int step, float learningRate) {
        step(parameter, 0, parameter.size(), step, learningRate);
        average(parameter, 0, parameter.size(), averageShare(step));
    }

    /// Moves `count` numbers of a parameter against their gradient, without their average.
    ///
    /// @param step that these numbers take, counted from 1
    void step(Parameter parameter, int from, int count, int step, float learningRate) {
        float rate = (float) (learningRate / Corrections.first(momentum, step));
        float scale = (float) (1 / Corrections.second(step));
        float keep = parameter.isDecayed() ? 1 - learningRate * weightDecay : 1;
        update(parameter, from, from + count, rate, scale, keep);
    }

    /// How much of a moving average is left at `step`, by the number of steps that it has not been taken for. What is
    /// beyond the end is nothing.
    float[] kept(int step) {
        float[] kept = new float[Math.min(step, GAP_MAX) + 1];
        kept[0] = 1;
        for (int gap = 1; gap < kept.length; gap++) {
            kept[gap] = kept[gap - 1] * averageShare(step - gap + 1);
        }
        return kept;
    }

    /// How much of the moving average stays in this step: less in the first ones, when there is little to average.
    public float averageShare(int step) {
        return Math.min(averageDecay, (1f + step) / (WARM_UP + step));
    }

    private void update(Parameter parameter, int from, int to, float rate, float scale, float keep) {
        float[] values = parameter.values();
        float[] gradient = parameter.gradient();
        float[] first = parameter.first;
        float[] second = parameter.second;
        for (int i = from; i < to; i++) {
            float slope = gradient[i];
            float mean = momentum * first[i] + (1 - momentum) * slope;
            float square = BETA2 * second[i] + (1 - BETA2) * slope * slope;
            first[i] = mean;
            second[i] = square;
            values[i] = keep * values[i] - rate * mean / ((float) Math.sqrt(square * scale) + EPSILON);
        }
    }

    /// Takes `count` numbers into their moving average, of which the share `keep` stays.
    static void average(Parameter parameter, int from, int count, float keep) {
        float[] values = parameter.values();
        float[] average = parameter.average;
        for (int i = from; i < from + count; i++) {
            average[i] = keep * average[i] + (1 - keep) * values[i];
        }
    }

    /// `1 - beta^step` for both moments, kept for the steps that rows of tables are likely to take.
    private static final class Corrections {
        private static final double[] FIRST = table(BETA1);
        private static final double[] SECOND = table(BETA2);

        private Corrections() {}

        private static double[] table(float beta) {
            double[] table = new double[GAP_MAX];
            for (int step = 0; step < table.length; step++) {
                table[step] = of(beta, step);
            }
            return table;
        }

        private static double of(float beta, int step) {
            return 1 - StrictMath.pow(beta, step);
        }

        static double first(float momentum, int step) {
            return momentum == BETA1 && step < FIRST.length ? FIRST[step] : of(momentum, step);
        }

        static double second(int step) {
            return step < SECOND.length ? SECOND[step] : of(BETA2, step);
        }
    }
}
