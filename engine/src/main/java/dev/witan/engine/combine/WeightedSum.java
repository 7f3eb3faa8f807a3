// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// The weighted sum of the experts' outputs, added in the order of their ranks. Where an expert failed, the
/// weights of the others that the router chose are scaled up to the sum that all had, one or not; those always
/// on keep theirs. Where the others' weights are all zero, too small to be numbers, the best of them has all
/// that the chosen had.
public final class WeightedSum implements Combiner {
    /// The rule has no parameters.
    public WeightedSum() {}

    @Override
    public Coverage combine(Kernels kernels, RowAnswers answers, FloatMatrix combined, int row) {
        if (answers.answered() == 0) {
            return Coverage.NONE;
        }
        if (answers.answered() == answers.count()) {
            answers.sumUp(kernels, combined, row);
            return combined.isFinite(row) ? Coverage.COMPLETE : Coverage.NOT_FINITE;
        }
        combined.clear(row);
        float share = answers.chosenShare();
        boolean bestHasAll = share == 0;
        for (int rank = 0; rank < answers.count(); rank++) {
            if (answers.isAnswered(rank)) {
                boolean isChosen = rank < answers.chosen();
                float weight = isChosen ? weight(answers, rank, share, bestHasAll) : answers.weight(rank);
                kernels.addScaled(answers.outputs(), answers.position(rank), weight, combined, row);
                bestHasAll &= !isChosen;
            }
        }
        return combined.isFinite(row) ? answers.coverage() : Coverage.NOT_FINITE;
    }

    private static float weight(RowAnswers answers, int rank, float share, boolean hasAll) {
        if (share == 0) {
            return hasAll ? answers.chosenSum() : 0f;
        }
        return answers.weight(rank) / share;
    }
}
