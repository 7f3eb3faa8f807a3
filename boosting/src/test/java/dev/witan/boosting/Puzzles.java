// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import dev.witan.training.data.TargetKind;
import dev.witan.training.trees.TreeRows;
import java.util.SplittableRandom;

/// Rows whose targets trees can learn: of six values, the third is not to be asked, and the last is mostly zero.
final class Puzzles {
    static final int INPUTS = 6;
    private static final int[] COLUMNS = {0, 1, 3, 4, 5};

    private Puzzles() {}

    static TreeRows of(TargetKind kind, int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * COLUMNS.length];
        float[] targets = new float[rows];
        for (int row = 0; row < rows; row++) {
            int at = row * COLUMNS.length;
            for (int i = 0; i < COLUMNS.length; i++) {
                values[at + i] = (float) random.nextGaussian();
            }
            values[at + 4] = random.nextInt(4) == 0 ? 1 : 0;
            double sum = values[at] * values[at + 1] + (values[at + 4] > 0 ? 1 : Math.sin(3 * values[at + 2]));
            double noisy = sum + random.nextGaussian() / 2;
            targets[row] = switch (kind) {
                case BINARY -> noisy > 0 ? 1 : 0;
                case MULTI_CLASS -> noisy > 0.7 ? 2 : noisy > 0 ? 1 : 0;
                default -> (float) noisy;
            };
        }
        return new TreeRows(kind, kind == TargetKind.MULTI_CLASS ? 3 : 1, INPUTS, COLUMNS, values, targets);
    }
}
