// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import java.util.Objects;

/// How many rows of a batch an expert takes, and what becomes of the others.
///
/// @param policy what becomes of the others
/// @param factor how many times its even share of the batch an expert takes
/// @param least what it takes in any case
public record Capacity(Policy policy, float factor, int least) {
    /// Every expert takes every row.
    public static final Capacity DROPLESS = new Capacity(Policy.DROPLESS, 1f, 1);

    /// What becomes of rows that an expert has no room for.
    public enum Policy {
        /// There is always room.
        DROPLESS,
        /// They go to the best of the experts that have room.
        OVERFLOW,
        /// They make do with fewer experts.
        SHED
    }

    public Capacity {
        Objects.requireNonNull(policy);
        if (!(factor > 0) || Float.isInfinite(factor)) {
            throw new IllegalArgumentException("capacity factor must be positive and finite: " + factor);
        }
        if (least < 1) {
            throw new IllegalArgumentException("least capacity must be positive: " + least);
        }
    }

    /// The rows that each of `experts` experts takes of a batch of `rows` rows with `fanOut` experts each.
    int of(int rows, int fanOut, int experts) {
        return Math.max(least, (int) Math.ceil((double) factor * fanOut * rows / experts));
    }
}
