// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import java.time.Duration;

/// The bounds on steers, of each mixture.
///
/// @param steersMax in force at once
/// @param longest that one may hold
/// @param factorMax of a weight; its inverse is the least
/// @param textLengthMax of who and why, in characters
/// @param actsShownMax of the log, the last ones, that are told at once
public record SteerLimits(int steersMax, Duration longest, float factorMax, int textLengthMax, int actsShownMax) {
    /// The bounds that hold.
    public static final SteerLimits DEFAULTS = new SteerLimits(64, Duration.ofDays(7), 1000f, 200, 1000);
}
