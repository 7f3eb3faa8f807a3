// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import java.util.Arrays;

/// From the load of each expert to what is added to its selection score. An expert with as much as the others gets
/// 0, a busier one less, an idler one more, smoothed by an exponential average. Owned by one thread.
///
/// The bias is added, so that neither the sign nor the level of the gate's scores matters, and it never touches a
/// weight. It is bounded, and stands until it is off by a whole step: most small changes change nothing.
final class LoadBias {
    /// Added to the mean before a load is compared with it: among experts that are all but idle nobody is busy.
    private static final double IDLE_ROWS = 1;
    /// The bound, in strengths.
    private static final double BOUND = 2;
    /// By how much it must be off before it moves, in strengths.
    private static final double STEP = 1.0 / 32;

    private final LoadPolicy policy;
    private final double[] smoothed;
    private final double[] biases;

    LoadBias(LoadPolicy policy, int experts) {
        this.policy = policy;
        this.smoothed = new double[experts];
        this.biases = new double[experts];
    }

    /// Takes a measurement in.
    ///
    /// @param rows that each expert had waiting and in work, on average since the last measurement
    void observe(double[] rows, long elapsedNanos) {
        double kept = Math.pow(0.5, (double) elapsedNanos / policy.halfLife().toNanos());
        double mean = Arrays.stream(rows).average().orElse(0);
        for (int expert = 0; expert < smoothed.length; expert++) {
            double excess = (rows[expert] - mean) / (mean + IDLE_ROWS);
            double wanted = Math.clamp(-excess, -BOUND, BOUND);
            smoothed[expert] = kept * smoothed[expert] + (1 - kept) * wanted;
            follow(expert, smoothed[expert]);
        }
    }

    private void follow(int expert, double wanted) {
        if (Math.abs(wanted) < STEP / 2) {
            biases[expert] = 0;
        } else if (Math.abs(wanted - biases[expert]) >= STEP) {
            biases[expert] = wanted;
        }
    }

    /// What is added to an expert's selection score now.
    float of(int expert) {
        return biases[expert] == 0 ? 0f : (float) (policy.strength() * biases[expert]);
    }
}
