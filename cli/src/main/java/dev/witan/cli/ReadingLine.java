// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.data.ReadProgress;
import org.jspecify.annotations.Nullable;

/// Shows how far a table has been read, and how fast. Owned by one thread.
final class ReadingLine implements ReadProgress, AutoCloseable {
    private final Console console;
    private @Nullable ProgressLine line;
    private String shown = "";
    private long started;

    ReadingLine(Console console) {
        this.console = console;
    }

    @Override
    public void read(Pass pass, long position, long total, long rows) {
        String task = pass.task();
        ProgressLine now = line;
        if (now == null || !task.equals(shown)) {
            close();
            now = new ProgressLine(console, task);
            line = now;
            shown = task;
            started = System.nanoTime();
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        now.progress(position, total, "%,d rows, %,.0f rows/s".formatted(rows, rows / Math.max(seconds, 1e-3)));
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
    }
}
