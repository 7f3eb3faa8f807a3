// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;

/// The target as training sees it: classes by index, numbers standardised over the training rows.
///
/// @param target the labels
/// @param mean of the training rows' numbers; 0 for classes
/// @param deviation of the training rows' numbers; 1 for classes
record Labels(Target target, double mean, double deviation) {
    static Labels of(Target target, int[] training) {
        if (target.kind() != TargetKind.REGRESSION) {
            return new Labels(target, 0, 1);
        }
        double mean = 0;
        for (int row : training) {
            mean += target.value(row) / training.length;
        }
        double variance = 0;
        for (int row : training) {
            double distance = target.value(row) - mean;
            variance += distance * distance / training.length;
        }
        double deviation = Math.sqrt(variance);
        return new Labels(target, mean, deviation > 0 && Double.isFinite(deviation) ? deviation : 1);
    }

    /// By row of the table, as the objective takes them.
    double[] standardised() {
        double[] values = new double[target.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = (target.value(row) - mean) / deviation;
        }
        return values;
    }

    /// Combined outputs in the target's own unit.
    float[] restored(float[] outputs) {
        float[] values = outputs.clone();
        if (target.kind() == TargetKind.REGRESSION) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (mean + deviation * values[i]);
            }
        }
        return values;
    }

    Head head() {
        return switch (target.kind()) {
            case BINARY -> new BinaryHead(target.classes());
            case MULTI_CLASS -> new MultiClassHead(target.classes());
            case REGRESSION -> new RegressionHead(mean, deviation);
        };
    }
}
