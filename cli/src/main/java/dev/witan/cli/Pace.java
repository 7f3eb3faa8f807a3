// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/// How fast long work goes on: what was done in the later half of its time, so that what was slower or faster at its
/// beginning is soon forgotten. Owned by one thread.
final class Pace {
    /// Sooner than this, nothing can be told.
    private static final double SECONDS_MIN = 2;

    private static final int MARKS_MAX = 256;

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long skipped;
    private double nanosPerStep = Double.NaN;

    private record Mark(long nanos, long steps) {}

    /// So many steps, which are to be counted next, are done without work.
    void skip(long steps) {
        skipped += steps;
    }

    /// Begins anew with work of another kind; until it can tell how that goes, the pace is as it was.
    void restart() {
        marks.clear();
    }

    /// So many steps are done at a time.
    void reach(long nanos, long steps) {
        Mark now = new Mark(nanos, steps - skipped);
        if (marks.isEmpty()) {
            marks.add(now);
        }
        long half = (marks.getFirst().nanos() + nanos) / 2;
        Mark from = marks.getFirst();
        for (Mark mark : marks) {
            from = mark.nanos() <= half ? mark : from;
        }
        if (nanos - from.nanos() >= SECONDS_MIN * 1e9 && now.steps() > from.steps()) {
            nanosPerStep = (double) (nanos - from.nanos()) / (now.steps() - from.steps());
        }
        add(now);
    }

    /// Every so often the marks are thinned out: what counts is those near the half of the time.
    private void add(Mark now) {
        marks.add(now);
        if (marks.size() > MARKS_MAX) {
            Deque<Mark> kept = new ArrayDeque<>();
            int index = 0;
            for (Mark mark : marks) {
                if (index++ % 2 == 0) {
                    kept.add(mark);
                }
            }
            marks.clear();
            marks.addAll(kept);
        }
    }

    /// How long some more steps will take, in seconds; empty as long as that cannot be told.
    OptionalDouble seconds(long steps) {
        return Double.isNaN(nanosPerStep) ? OptionalDouble.empty() : OptionalDouble.of(nanosPerStep * steps / 1e9);
    }
}
