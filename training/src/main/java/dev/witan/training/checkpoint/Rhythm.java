// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.checkpoint;

import java.time.Duration;

/// How often a checkpoint is written: when so many steps or so much time have passed since the last one.
///
/// @param steps at most from one to the next
/// @param time at most from one to the next, looked at after each step
public record Rhythm(long steps, Duration time) {
    /// Refuses less than a step.
    public Rhythm {
        if (steps < 1 || time.isNegative()) {
            throw new IllegalArgumentException(
                    "checkpoints must be at least a step apart: %d steps, %s".formatted(steps, time));
        }
    }

    /// Whenever so much time has passed.
    public static Rhythm every(Duration time) {
        return new Rhythm(Long.MAX_VALUE, time);
    }
}
