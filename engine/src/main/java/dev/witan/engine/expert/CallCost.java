// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

/// What calls of an expert cost: so much each, and so much more for every row, by a straight line through the
/// calls of late, in which each counts a little less than the next. Not thread-safe.
///
/// A call takes [#WORTHWHILE] times as many rows as cost as much as a call does without any. Then `8/9` of what
/// batching can save is saved, and a further row would only add its time to the wait of all the others: they go
/// in a call of their own. Nothing is known before calls of different sizes have been seen, and then a call
/// takes all it may.
final class CallCost {
    static final int WORTHWHILE = 8;
    /// Calls are never cut smaller than this, since what is measured is noisy.
    static final int ROWS_LEAST = 8;
    /// Calls to be seen before they count.
    static final int CALLS_LEAST = 16;

    private static final double MEMORY = 0.98;

    private int calls;
    private double weight;
    private double rowsMean;
    private double nanosMean;
    private double rowsSpread;
    private double rowsNanosSpread;

    /// Learns from a call that was answered.
    void observe(int rows, long nanos) {
        calls = Math.min(calls + 1, CALLS_LEAST);
        weight = MEMORY * weight + 1;
        double rowsOff = rows - rowsMean;
        double nanosOff = nanos - nanosMean;
        rowsMean += rowsOff / weight;
        nanosMean += nanosOff / weight;
        rowsSpread = MEMORY * rowsSpread + rowsOff * (rows - rowsMean);
        rowsNanosSpread = MEMORY * rowsNanosSpread + rowsOff * (nanos - nanosMean);
    }

    /// How many rows of `waiting` the next call takes: as many as are worth it, and of more than that an even
    /// part, so that no small rest is left.
    ///
    /// @param most the rows that a call may have
    int rows(int waiting, int most) {
        int worthwhile = worthwhile(most);
        int parts = (waiting + worthwhile - 1) / worthwhile;
        return parts == 0 ? 0 : (waiting + parts - 1) / parts;
    }

    private int worthwhile(int most) {
        double nanosPerRow = nanosPerRow();
        if (nanosPerRow <= 0) {
            return most;
        }
        double rows = WORTHWHILE * (nanosMean - nanosPerRow * rowsMean) / nanosPerRow;
        return (int) Math.min(most, Math.max(Math.round(rows), ROWS_LEAST));
    }

    /// The slope of the line; 0 while it is not known.
    double nanosPerRow() {
        boolean isKnown = calls == CALLS_LEAST && rowsSpread / weight >= 1;
        return isKnown ? rowsNanosSpread / rowsSpread : 0;
    }
}
