// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.response;

import dev.witan.kernels.Kernels;
import java.util.List;

/// Numbers below which a target lies with given probabilities. The first combined output is the lowest quantile, and
/// each further one, through the softplus, what the next quantile is above the one before: so they never cross,
/// whatever
/// the experts say. Training standardised the target, and the head undoes it with `mean + deviation * quantile`.
///
/// @param levels the probabilities, ascending, each between 0 and 1
public record QuantileHead(List<Double> levels, double mean, double deviation) implements Head {
    public QuantileHead {
        levels = List.copyOf(levels);
        requireLevels(levels);
        if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
            throw new IllegalArgumentException(
                    "mean must be finite and deviation positive: %s, %s".formatted(mean, deviation));
        }
    }

    private static void requireLevels(List<Double> levels) {
        double before = 0;
        for (double level : levels) {
            if (!(level > before && level < 1)) {
                throw new IllegalArgumentException("levels must ascend between 0 and 1: " + levels);
            }
            before = level;
        }
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("a quantile head needs a level");
        }
    }

    @Override
    public int inputs() {
        return levels.size();
    }

    @Override
    public List<OutputSpec> outputs() {
        List<String> parts = levels.stream().map(QuantileHead::nameOf).toList();
        return List.of(new OutputSpec("quantiles", OutputSpec.Type.VECTOR, levels.size()).of(parts));
    }

    /// `p10`, `p50`, `p99.5`: a level in hundredths.
    public static String nameOf(double level) {
        double hundredths = Math.rint(level * 1e8) / 1e6;
        return "p"
                + (hundredths == Math.rint(hundredths)
                        ? Long.toString(Math.round(hundredths))
                        : Double.toString(hundredths));
    }

    @Override
    public List<OutputColumn> finish(Kernels kernels, float[] combined, int rows) {
        int width = levels.size();
        float[] quantiles = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            double quantile = 0;
            for (int i = 0; i < width; i++) {
                float output = combined[row * width + i];
                quantile = i == 0 ? output : quantile + softplus(output);
                quantiles[row * width + i] = (float) (mean + deviation * quantile);
            }
        }
        return List.of(OutputColumn.Floats.vectors("quantiles", quantiles, width));
    }

    /// `log(1 + exp(x))`, which is positive and grows with `x`: the step from one quantile to the next.
    public static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }
}
