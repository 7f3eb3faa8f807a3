// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// The sum of the experts' logits: the product of their distributions, renormalised by the head. Each expert
/// counts in full and can veto a class; where experts agree the answer is surer than any of them. The gate's
/// weights only say who is asked. Where an expert failed, the sum is scaled up by the experts asked over those
/// that answered, so that it stays as sure. For classifiers whose experts saw different evidence; not for
/// numbers.
public final class LogitSum implements Combiner {
    /// The rule has no parameters.
    public LogitSum() {}

    @Override
    public Coverage combine(Kernels kernels, RowAnswers answers, FloatMatrix combined, int row) {
        if (answers.answered() == 0) {
            return Coverage.NONE;
        }
        float scale = (float) answers.count() / answers.answered();
        combined.clear(row);
        for (int rank = 0; rank < answers.count(); rank++) {
            if (answers.isAnswered(rank)) {
                kernels.addScaled(answers.outputs(), answers.position(rank), scale, combined, row);
            }
        }
        return combined.isFinite(row) ? answers.coverage() : Coverage.NOT_FINITE;
    }
}
