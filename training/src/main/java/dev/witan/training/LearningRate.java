// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

/// The optimizer's step size over a training: up in a straight line, then down in half a cosine (Loshchilov and Hutter
/// 2017) to a hundredth.
///
/// @param highest the largest step
/// @param steps of the whole training
record LearningRate(double highest, long steps) {
    private static final double WARM_UP = 0.05;
    private static final double LOWEST_SHARE = 0.01;

    /// @param step counted from 1
    float at(long step) {
        double warm = Math.max(1, WARM_UP * steps);
        if (step < warm) {
            return (float) (highest * step / warm);
        }
        double way = Math.min(1, (step - warm) / Math.max(1, steps - warm));
        double share = LOWEST_SHARE + (1 - LOWEST_SHARE) * (1 + StrictMath.cos(StrictMath.PI * way)) / 2;
        return (float) (highest * share);
    }
}
