// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import java.time.Duration;

/// How strongly and how quickly load takes rows away from busy experts.
///
/// @param strength what an expert with twice the usual load loses of its selection score
/// @param halfLife after which half of a change in load has come through
public record LoadPolicy(float strength, Duration halfLife) {
    private static final float STRENGTH_MAX = 1000;
    private static final Duration PERIOD_MIN = Duration.ofMillis(100);
    private static final Duration SHORTEST = Duration.ofNanos(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    public LoadPolicy {
        if (!(strength > 0) || strength > STRENGTH_MAX) {
            throw new IllegalArgumentException(
                    "the strength of load must be positive and at most %s: %s".formatted(STRENGTH_MAX, strength));
        }
        if (halfLife.compareTo(SHORTEST) < 0 || halfLife.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the half-life of load must be between %s and %s: %s".formatted(SHORTEST, LONGEST, halfLife));
        }
    }

    /// How long a bias stands before it may change: a quarter of the half-life, so that a change comes in small
    /// steps, and never so short that laying costs much.
    long periodNanos() {
        return Math.max(PERIOD_MIN.toNanos(), halfLife.toNanos() / 4);
    }
}
