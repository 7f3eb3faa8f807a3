// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.Target;
import java.util.stream.IntStream;

/// Where the tower of a task starts out: at the frequencies of its classes, so that no early step is spent on them.
/// Numbers are standardised and start at 0.
final class TowerStart {
    private TowerStart() {}

    /// The first biases of the tower's last layer.
    ///
    /// @param training the rows to count
    static float[] biases(Target target, int[] training) {
        int[] labelled = IntStream.of(training).filter(target::isLabelled).toArray();
        return switch (target.kind()) {
            case BINARY -> new float[] {(float) odds(count(target, labelled, 1), labelled.length)};
            case MULTI_CLASS -> logarithms(target, labelled);
            case MULTI_LABEL -> ofLabels(target, labelled);
            case REGRESSION, QUANTILE, MULTI_TASK -> new float[target.outputs()];
        };
    }

    private static long count(Target target, int[] rows, int label) {
        return IntStream.of(rows).filter(row -> target.classOf(row) == label).count();
    }

    private static float[] logarithms(Target target, int[] rows) {
        float[] biases = new float[target.classes().size()];
        for (int label = 0; label < biases.length; label++) {
            double share = (count(target, rows, label) + 1.0) / (rows.length + biases.length);
            biases[label] = (float) StrictMath.log(share);
        }
        return biases;
    }

    private static float[] ofLabels(Target target, int[] rows) {
        float[] biases = new float[target.classes().size()];
        for (int i = 0; i < biases.length; i++) {
            int label = i;
            long holding =
                    IntStream.of(rows).filter(row -> target.holds(row, label)).count();
            biases[i] = (float) odds(holding, rows.length);
        }
        return biases;
    }

    /// The logit of a share; one more of either keeps it finite.
    private static double odds(long holding, int rows) {
        return StrictMath.log((holding + 1.0) / (rows - holding + 1.0));
    }
}
