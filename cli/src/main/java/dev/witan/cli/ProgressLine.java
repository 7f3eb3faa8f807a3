// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.ProgressListener;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far long work has come: a bar at a terminal, a line for every tenth elsewhere.
final class ProgressLine implements ProgressListener, AutoCloseable {
    private static final int LINES = 10;
    private static final double TOLD_FROM_SECONDS = 5;

    /// Short work needs no progress.
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private final Console console;
    private final String task;
    private final boolean isTerminal;
    private @Nullable ProgressBar bar;
    private long firstStep = -1;
    private long linesShown;
    private final long started = System.nanoTime();

    ProgressLine(Console console, String task) {
        this.console = console;
        this.task = task;
        this.isTerminal = Optional.ofNullable(System.console())
                .map(java.io.Console::isTerminal)
                .orElse(false);
    }

    @Override
    public synchronized void progress(long step, long total, String message) {
        firstStep = firstStep < 0 ? step : firstStep;
        if (total <= 0 || System.nanoTime() - started < PATIENCE_NANOS) {
            linesShown = total <= 0 ? 0 : step * LINES / total;
            return;
        }
        if (isTerminal) {
            bar(total).stepTo(step).setExtraMessage(message);
        } else if (step * LINES / Math.max(1, total) > linesShown) {
            linesShown = step * LINES / total;
            console.tell("%s: %d %%  %s%s".formatted(task, 100 * step / total, message, left(step, total)));
        }
    }

    /// How long the rest will take if it goes on like this, once that can be told.
    private String left(long step, long total) {
        double seconds = (System.nanoTime() - started) / 1e9 * (total - step) / Math.max(1, step - firstStep);
        if (step == total || seconds < TOLD_FROM_SECONDS) {
            return "";
        }
        return seconds < 120
                ? ", about %d s left".formatted(Math.round(seconds))
                : ", about %d min left".formatted(Math.round(seconds / 60));
    }

    private ProgressBar bar(long total) {
        ProgressBar shown = bar;
        if (shown == null) {
            shown = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .build();
            bar = shown;
        }
        return shown;
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
