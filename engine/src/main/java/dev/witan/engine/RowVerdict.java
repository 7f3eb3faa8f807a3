// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

/// What becomes of a row, given how its experts stand.
enum RowVerdict {
    /// Its experts, or the fallback, may still answer.
    WAIT,
    /// Those that answered suffice.
    COMBINE,
    /// The fallback is to be asked, once.
    ASK_FALLBACK,
    /// The fallback's answer is the row's.
    STAND_IN,
    /// Nobody is left who could answer.
    FAIL;

    /// How the fallback stands for a row.
    enum Fallback {
        NONE,
        IDLE,
        ASKED,
        ANSWERED,
        FAILED
    }

    /// The verdict over a row that goes to `asked` experts, of which `answered` have answered and `open` may yet.
    ///
    /// @param quorum how many must answer, or all where fewer are asked
    /// @param patience whether experts are waited for although enough have answered
    static RowVerdict of(int asked, int answered, int open, int quorum, Patience patience, Fallback fallback) {
        int needed = Math.max(1, Math.min(quorum, asked));
        boolean isOver = patience == Patience.OVER;
        if (answered >= needed && (open == 0 || isOver)) {
            return COMBINE;
        }
        boolean isOutOfReach = answered + open < needed;
        if (!isOutOfReach && !isOver) {
            return WAIT;
        }
        return switch (fallback) {
            case ANSWERED -> STAND_IN;
            case IDLE -> ASK_FALLBACK;
            case ASKED -> WAIT;
            case NONE, FAILED -> isOutOfReach ? FAIL : WAIT;
        };
    }

    /// Whether a row still has time.
    enum Patience {
        LASTS,
        OVER
    }
}
