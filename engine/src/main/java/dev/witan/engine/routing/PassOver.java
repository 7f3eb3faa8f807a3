// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

/// Why a row did not go to an expert.
public enum PassOver {
    /// Others had higher selection scores.
    OUTRANKED(0),
    /// A permission or a person forbids it; the guidance says which.
    NOT_PERMITTED(1),
    /// The row's tier is below the expert's.
    TIER(2),
    /// The expert is elsewhere, and one at the preferred site could be had.
    SITE(3),
    /// The expert's group was not among the best.
    GROUP_NOT_CHOSEN(4),
    /// The gate's shortlist proved it to be none of the best.
    OUTSIDE_SHORTLIST(5),
    /// The gate scored it minus infinity.
    NO_SCORE(6),
    /// The experts before it already made up the mixture's share of probability.
    BELOW_TOP_P(7),
    /// It had no room left in the batch.
    FULL(8),
    /// The release has masked it.
    MASKED(9),
    /// It is another task's own.
    OF_ANOTHER_TASK(10);

    private static final PassOver[] ALL = values();

    /// Its place among them.
    private final int code;

    PassOver(int code) {
        this.code = code;
    }

    static PassOver of(byte code) {
        return ALL[code];
    }

    byte code() {
        return (byte) code;
    }

    /// Whether it took the expert out of the running before any scores were compared.
    boolean isMasked() {
        return this == NOT_PERMITTED || this == TIER || this == SITE || this == MASKED;
    }
}
