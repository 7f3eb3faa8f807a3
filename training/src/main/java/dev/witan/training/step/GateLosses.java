// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.balance.Balance;
import dev.witan.training.balance.ImportanceLoss;
import dev.witan.training.balance.LoadLoss;
import dev.witan.training.balance.ScoreLoss;
import dev.witan.training.balance.SwitchLoss;
import dev.witan.training.network.GateNoise;
import java.lang.foreign.Arena;
import java.util.Optional;

/// The losses on a gate's scores beside the task's own: that of balance, where it is asked for, and the z-loss. Owned
/// by one thread.
final class GateLosses {
    private final StepSettings settings;
    private final int fanOut;
    private final FloatMatrix probabilities;

    GateLosses(Arena arena, StepSettings settings, int experts, int fanOut) {
        this.settings = settings;
        this.fanOut = fanOut;
        this.probabilities = FloatMatrix.allocate(arena, settings.rowsMax(), experts);
    }

    /// Adds the gradient with respect to the scores, and returns the losses.
    ///
    /// @param noise in the scores, which a loss may add gradients of its own to
    double addGradient(
            Kernels kernels,
            FloatMatrix scores,
            Optional<GateNoise> noise,
            RoutingPlan plan,
            FloatMatrix scoreGradient) {
        double loss = 0;
        if (settings.balance() == Balance.SWITCH || settings.scoreLoss() > 0) {
            for (int row = 0; row < plan.rows(); row++) {
                probabilities.copyRowFrom(row, scores, row);
            }
            kernels.softmax(probabilities, 0, plan.rows());
        }
        double strength = settings.balanceStrength();
        switch (settings.balance()) {
            case QUANTILE, SIGN, NONE -> {}
            case SWITCH -> loss += new SwitchLoss(strength).addGradient(probabilities, plan, scoreGradient);
            case IMPORTANCE -> loss += new ImportanceLoss(strength).addGradient(plan, scoreGradient);
            case LOAD -> {
                loss += new ImportanceLoss(strength).addGradient(plan, scoreGradient);
                loss += new LoadLoss(strength)
                        .addGradient(kernels, scores, noise.orElseThrow(), plan.rows(), fanOut, scoreGradient);
            }
        }
        if (settings.scoreLoss() > 0) {
            loss += new ScoreLoss(settings.scoreLoss()).addGradient(scores, probabilities, plan.rows(), scoreGradient);
        }
        return loss;
    }
}
