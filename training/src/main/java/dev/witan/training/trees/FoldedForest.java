// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.trees;

import dev.witan.engine.expert.Forest;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.step.Recollection;

/// A forest, and what forests like it say of the training rows without having learned from them. Immutable, as long as
/// nobody writes to the answers.
public final class FoldedForest implements Recollection {
    private final Forest forest;
    private final int rounds;
    private final float[] answers;

    /// @param forest that learned from all training rows
    /// @param rounds in which it was grown
    /// @param answers by row of the table and output; those of rows that are not for training are no numbers
    FoldedForest(Forest forest, int rounds, float[] answers) {
        this.forest = forest;
        this.rounds = rounds;
        this.answers = answers;
    }

    public Forest forest() {
        return forest;
    }

    /// In how many rounds it was grown.
    public int rounds() {
        return rounds;
    }

    @Override
    public boolean recall(int tableRow, FloatMatrix outputs, int to) {
        int from = tableRow * forest.outputs();
        boolean isKnown = !Float.isNaN(answers[from]);
        if (isKnown) {
            outputs.copyRowFrom(to, answers, from);
        }
        return isKnown;
    }
}
