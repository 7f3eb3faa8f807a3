// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

/// Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) and a moving average of the
/// weights. Stateless but for its settings: the moments live in the parameters.
///
/// @param weightDecay share of a weight that is taken off per step, times the learning rate
/// @param averageDecay how much of the moving average stays per step, once there are enough steps to average over
public record Adam(float weightDecay, float averageDecay) {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float WARM_UP = 10;

    /// Moves a parameter against its gradient.
    ///
    /// @param step counted from 1
    public void step(Parameter parameter, int step, float learningRate) {
        float rate = (float) (learningRate / (1 - StrictMath.pow(BETA1, step)));
        float scale = (float) (1 / (1 - StrictMath.pow(BETA2, step)));
        float keep = parameter.isDecayed() ? 1 - learningRate * weightDecay : 1;
        update(parameter, rate, scale, keep);
        average(parameter, averageShare(step));
    }

    /// How much of the moving average stays in this step: less in the first ones, when there is little to average.
    public float averageShare(int step) {
        return Math.min(averageDecay, (1f + step) / (WARM_UP + step));
    }

    private static void update(Parameter parameter, float rate, float scale, float keep) {
        float[] values = parameter.values();
        float[] gradient = parameter.gradient();
        float[] first = parameter.first;
        float[] second = parameter.second;
        for (int i = 0; i < values.length; i++) {
            float slope = gradient[i];
            float mean = BETA1 * first[i] + (1 - BETA1) * slope;
            float square = BETA2 * second[i] + (1 - BETA2) * slope * slope;
            first[i] = mean;
            second[i] = square;
            values[i] = keep * values[i] - rate * mean / ((float) Math.sqrt(square * scale) + EPSILON);
        }
    }

    private static void average(Parameter parameter, float keep) {
        float[] values = parameter.values();
        float[] average = parameter.average;
        for (int i = 0; i < values.length; i++) {
            average[i] = keep * average[i] + (1 - keep) * values[i];
        }
    }
}
