// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.Arrays;

/// Expert choice (Zhou et al. 2022): each expert takes the rows of the batch that have the highest probability of it,
/// as many as its share, so that loads are equal whatever the gate says. A row may have no expert, one or many; one
/// that
/// nobody takes goes to its best, so that it is learned from too.
///
/// What a row gets depends on the others of its batch. That is for training alone: in serving each row has its best
/// experts. Owned by one thread.
final class ExpertChoice {
    private static final int MANY = 4;

    private final int fanOut;
    private final FloatMatrix probabilities;
    private final FloatMatrix choosing;
    private final float[] ranked;

    ExpertChoice(Arena arena, int rowsMax, int experts, int fanOut) {
        this.fanOut = fanOut;
        this.probabilities = FloatMatrix.allocate(arena, rowsMax, experts);
        this.choosing = FloatMatrix.allocate(arena, rowsMax, experts);
        this.ranked = new float[rowsMax];
    }

    /// How many experts a row has at most, of those that want it; a bound on memory.
    static int fanOutMax(int experts, int fanOut) {
        return Math.min(experts, MANY * fanOut);
    }

    /// The scores, those of experts that don't take a row at minus infinity.
    FloatMatrix choosing(Kernels kernels, FloatMatrix scores, int rows) {
        int experts = scores.columns();
        for (int row = 0; row < rows; row++) {
            probabilities.copyRowFrom(row, scores, row);
        }
        kernels.softmax(probabilities, 0, rows);
        int share = Math.min(rows, (int) (((long) rows * fanOut + experts - 1) / experts));
        for (int expert = 0; expert < experts; expert++) {
            take(scores, rows, expert, share);
        }
        for (int row = 0; row < rows; row++) {
            leaveNobodyOut(scores, row);
        }
        return choosing;
    }

    /// Ties go to the first rows. A score that is not a number stays, so that it shows.
    private void take(FloatMatrix scores, int rows, int expert, int share) {
        for (int row = 0; row < rows; row++) {
            ranked[row] = probabilities.get(row, expert);
        }
        Arrays.sort(ranked, 0, rows);
        float least = ranked[rows - share];
        int ties = share;
        for (int row = 0; row < rows; row++) {
            ties -= probabilities.get(row, expert) > least ? 1 : 0;
        }
        for (int row = 0; row < rows; row++) {
            float probability = probabilities.get(row, expert);
            boolean isTied = probability == least && ties-- > 0;
            boolean isOut = probability < least || (probability == least && !isTied);
            choosing.set(row, expert, isOut ? Float.NEGATIVE_INFINITY : scores.get(row, expert));
        }
    }

    private void leaveNobodyOut(FloatMatrix scores, int row) {
        int best = 0;
        for (int expert = 0; expert < scores.columns(); expert++) {
            if (choosing.get(row, expert) != Float.NEGATIVE_INFINITY) {
                return;
            }
            best = scores.get(row, expert) > scores.get(row, best) ? expert : best;
        }
        choosing.set(row, best, scores.get(row, best));
    }
}
