// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.balance.Balance;
import dev.witan.training.balance.ScoreLoss;
import dev.witan.training.balance.SwitchLoss;
import java.lang.foreign.Arena;

/// The losses on a gate's scores beside the task's own: the Switch loss, where it is asked for, and the z-loss. Owned
/// by one thread.
final class GateLosses {
    private static final double SWITCH_ALPHA = 1e-2;
    private final Balance balance;
    private final double scoreCoefficient;
    private final FloatMatrix probabilities;

    GateLosses(Arena arena, Balance balance, double scoreCoefficient, int rowsMax, int experts) {
        this.balance = balance;
        this.scoreCoefficient = scoreCoefficient;
        this.probabilities = FloatMatrix.allocate(arena, rowsMax, experts);
    }

    /// Adds the gradient with respect to the scores, and returns the losses.
    double addGradient(Kernels kernels, FloatMatrix scores, RoutingPlan plan, FloatMatrix scoreGradient) {
        if (balance != Balance.SWITCH && scoreCoefficient == 0) {
            return 0;
        }
        for (int row = 0; row < plan.rows(); row++) {
            probabilities.copyRowFrom(row, scores, row);
        }
        kernels.softmax(probabilities, 0, plan.rows());
        double loss = 0;
        if (balance == Balance.SWITCH) {
            loss += new SwitchLoss(SWITCH_ALPHA).addGradient(probabilities, plan, scoreGradient);
        }
        if (scoreCoefficient > 0) {
            loss += new ScoreLoss(scoreCoefficient).addGradient(scores, probabilities, plan.rows(), scoreGradient);
        }
        return loss;
    }
}
