// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/// When and how the answers to a row become one. Immutable.
///
/// A row ends when all its experts have answered or failed. Once `patience` is over since it was routed,
/// `quorum` answers suffice, and its answer is marked degraded. A row of which fewer than `quorum` experts can
/// answer any more, or did by the end of patience, goes once to the fallback, if there is one; so does at once
/// a row that no expert was chosen for.
///
/// @param quorum how many experts must answer, at most; of a row that goes to fewer, all must
/// @param patience how long an expert is waited for when enough others have answered, and at most nine tenths
///        of the time that the request has left, so that the rest suffices to end it; [#PATIENCE_MAX] waits to
///        the end
/// @param fallback the index of the expert that stands in, or [#NO_FALLBACK]
public record CombineRule(Combiner combiner, int quorum, Duration patience, int fallback) {
    /// There is no fallback.
    public static final int NO_FALLBACK = -1;

    /// Until the request's deadline.
    public static final Duration PATIENCE_MAX = Duration.ofDays(1);

    public CombineRule {
        Objects.requireNonNull(combiner);
        if (quorum < 1) {
            throw new IllegalArgumentException("quorum must be at least 1: " + quorum);
        }
        if (patience.isNegative() || patience.compareTo(PATIENCE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "patience must be between 0 and %s: %s".formatted(PATIENCE_MAX, patience));
        }
        if (fallback < NO_FALLBACK) {
            throw new IllegalArgumentException("fallback must be an expert's index, or -1 for none: " + fallback);
        }
    }

    /// Waits for every expert as long as the deadline allows; any one answer suffices, and there is no fallback.
    public static CombineRule of(Combiner combiner) {
        return new CombineRule(combiner, 1, PATIENCE_MAX, NO_FALLBACK);
    }

    /// The index of the expert that stands in.
    public OptionalInt fallbackExpert() {
        return fallback == NO_FALLBACK ? OptionalInt.empty() : OptionalInt.of(fallback);
    }
}
