// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.batch.BatchProgress;

/// Shows how far a batch is: rows, rows per second and the time that is left, at most a few times a second.
final class BatchProgressLine implements BatchProgress, AutoCloseable {
    private static final long INTERVAL_NANOS = 250_000_000;
    private static final long UNITS = 1000;

    private final ProgressLine line;
    private final long started = System.nanoTime();
    private long firstPosition = -1;
    private long shownNanos = started;

    BatchProgressLine(Console console) {
        this.line = new ProgressLine(console, "rows");
    }

    @Override
    public void progress(long rows, long position, long total) {
        firstPosition = firstPosition < 0 ? position : firstPosition;
        long now = System.nanoTime();
        if (now - shownNanos < INTERVAL_NANOS || total <= 0) {
            return;
        }
        shownNanos = now;
        double seconds = (now - started) / 1e9;
        double left = seconds * (total - position) / Math.max(1, position - firstPosition);
        line.progress(
                Math.min(UNITS, UNITS * position / total),
                UNITS,
                "%,d rows, %,.0f rows/s, %d:%02d left"
                        .formatted(rows, rows / seconds, (long) left / 60, (long) left % 60));
    }

    @Override
    public void close() {
        line.close();
    }
}
