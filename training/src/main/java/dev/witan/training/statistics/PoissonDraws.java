// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import java.util.SplittableRandom;

/// Numbers drawn from Poisson's distribution. Owned by one thread.
final class PoissonDraws {
    private static final double FEW = 30;

    private final SplittableRandom random;

    PoissonDraws(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// A number around `mean`: exactly drawn if few are expected, otherwise normal.
    long next(double mean) {
        if (mean > FEW) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = StrictMath.exp(-mean);
        long count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
