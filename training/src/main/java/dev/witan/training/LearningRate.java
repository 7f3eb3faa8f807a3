// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// The optimizer's step size over a training: up in a straight line, then down as the schedule says: in half a cosine
/// (Loshchilov and Hutter 2017) to a hundredth, or by half on every plateau. Owned by one thread.
final class LearningRate {
    private static final double WARM_UP = 0.05;
    private static final double LOWEST_SHARE = 0.01;
    private static final double ON_PLATEAU = 0.5;

    private final Schedule schedule;
    private final double highest;
    private final long steps;
    private final int patience;
    private int worse;
    private int plateaus;

    /// @param highest the largest step
    /// @param steps of the whole training
    /// @param patience epochs without anything better that make a plateau
    LearningRate(Schedule schedule, double highest, long steps, int patience) {
        this.schedule = schedule;
        this.highest = highest;
        this.steps = steps;
        this.patience = patience;
    }

    /// @param step counted from 1
    float at(long step) {
        double warm = Math.max(1, WARM_UP * steps);
        if (step < warm) {
            return (float) (highest * step / warm);
        }
        return switch (schedule) {
            case COSINE -> cosine(step, warm);
            case PLATEAU -> (float) (highest * Math.max(LOWEST_SHARE, StrictMath.pow(ON_PLATEAU, plateaus)));
        };
    }

    private float cosine(long step, double warm) {
        double way = Math.min(1, (step - warm) / Math.max(1, steps - warm));
        double share = LOWEST_SHARE + (1 - LOWEST_SHARE) * (1 + StrictMath.cos(StrictMath.PI * way)) / 2;
        return (float) (highest * share);
    }

    /// Hears of an epoch that was better than all before, or was not.
    void heard(boolean isBetter) {
        worse = isBetter ? 0 : worse + 1;
        if (worse >= patience) {
            plateaus++;
            worse = 0;
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(worse);
        out.writeInt(plateaus);
    }

    void read(DataInput in) throws IOException {
        worse = in.readInt();
        plateaus = in.readInt();
    }
}
