// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import dev.witan.training.data.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Measures quantiles: how many targets are below each, and the pinball loss.
final class QuantileMeter {
    private QuantileMeter() {}

    static Quality measure(Target target, int[] rows, float[] quantiles) {
        int width = target.levels().size();
        double[] sorted =
                Arrays.stream(rows).mapToDouble(target::value).sorted().toArray();
        List<LevelQuality> levels = new ArrayList<>();
        double sum = 0;
        double usual = 0;
        double count = Math.max(1, rows.length);
        for (int i = 0; i < width; i++) {
            double level = target.levels().get(i);
            double loss = 0;
            int below = 0;
            for (int row = 0; row < rows.length; row++) {
                double quantile = quantiles[row * width + i];
                double value = target.value(rows[row]);
                loss += pinball(level, value, quantile);
                below += value <= quantile ? 1 : 0;
            }
            levels.add(new LevelQuality(level, below / count, loss / count));
            sum += loss / count / width;
            usual += pinball(level, sorted) / count / width;
        }
        return new Quality.Quantile(rows.length, sum, usual > 0 ? 1 - sum / usual : Double.NaN, levels);
    }

    /// What the quantile of sorted values themselves loses on them.
    private static double pinball(double level, double[] sorted) {
        double loss = 0;
        double quantile = sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (level * sorted.length))];
        for (double value : sorted) {
            loss += pinball(level, value, quantile);
        }
        return loss;
    }

    private static double pinball(double level, double value, double quantile) {
        double above = quantile - value;
        return above > 0 ? (1 - level) * above : -level * above;
    }
}
