// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import java.util.Arrays;

/// The loss-free balancing of Wang et al. (2024): after each batch the bias of an expert with more rows than the mean
/// goes down by one step, and that of one with fewer goes up. Owned by one thread.
public final class SignBias implements BiasRule {
    private final float step;
    private float[] bias;

    /// @param bias to go on from
    /// @param step by which a bias moves, 0.001 as published
    public SignBias(float[] bias, double step) {
        this.bias = bias.clone();
        this.step = (float) step;
    }

    @Override
    public float[] bias() {
        return bias.clone();
    }

    @Override
    public void start(float[] other) {
        bias = other.clone();
    }

    @Override
    public void update(FloatMatrix scores, RoutingPlan plan) {
        int[] counts = Shares.counts(plan, bias.length);
        double mean = (double) Arrays.stream(counts).sum() / counts.length;
        for (int expert = 0; expert < counts.length; expert++) {
            bias[expert] += step * (float) Math.signum(mean - counts[expert]);
        }
    }
}
