// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.response.QuantileHead;
import dev.witan.kernels.FloatMatrix;
import java.util.List;

/// The pinball loss, averaged over the quantiles that a [QuantileHead] makes of the outputs: below the target a
/// quantile
/// costs its level per unit, above it what is left to 1. The lowest quantile is the first output, and each further one
/// adds the softplus of its own.
///
/// @param levels of the quantiles, ascending
record PinballObjective(List<Double> levels) implements RowObjective {
    PinballObjective {
        levels = List.copyOf(levels);
    }

    @Override
    public double gradient(FloatMatrix combined, int row, double[] target, double share, FloatMatrix gradient) {
        int count = levels.size();
        double loss = 0;
        double[] slopes = new double[count];
        double quantile = 0;
        for (int i = 0; i < count; i++) {
            double output = combined.get(row, i);
            quantile = i == 0 ? output : quantile + QuantileHead.softplus(output);
            double above = quantile - target[0];
            double level = levels.get(i);
            loss += share / count * (above > 0 ? (1 - level) * above : -level * above);
            slopes[i] = share / count * (above > 0 ? 1 - level : -level);
        }
        double slope = 0;
        for (int i = count - 1; i >= 0; i--) {
            slope += slopes[i];
            double output = combined.get(row, i);
            gradient.set(row, i, (float) (i == 0 ? slope : slope * sigmoid(output)));
        }
        return loss;
    }

    /// The derivative of the softplus.
    private static double sigmoid(double x) {
        double tail = StrictMath.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
    }
}
