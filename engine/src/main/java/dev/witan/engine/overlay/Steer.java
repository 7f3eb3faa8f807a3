// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/// A person's timed override of routing. Immutable.
///
/// @param id names it within its mixture, like `s7`
/// @param scope whose requests it is for
/// @param who laid it
/// @param why, in that person's words
/// @param until when it ends by itself
/// @param epoch of the overlay that it was laid with
public record Steer(
        String id,
        SteerAction action,
        SteerScope scope,
        String who,
        String why,
        Instant created,
        Instant until,
        long epoch) {
    public Steer {
        Objects.requireNonNull(id);
        Objects.requireNonNull(action);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(who);
        Objects.requireNonNull(why);
        if (!until.isAfter(created)) {
            throw new IllegalArgumentException("a steer must end after it began, %s: %s".formatted(created, until));
        }
    }

    /// Whether it has ended by itself.
    public boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    /// The whole of it: `steer s7 excludes 'premium' for all requests: why (who, until when)`.
    public String sentence() {
        return "steer %s %s for %s: %s (%s, until %s)".formatted(id, action.words(), scope.words(), why, who, end());
    }

    private Instant end() {
        return until.truncatedTo(ChronoUnit.SECONDS);
    }

    /// For the person who reads a decision: who, until when, why, and what to undo.
    public String provenance() {
        return "by %s until %s: %s (steer %s)".formatted(who, end(), why, id);
    }
}
