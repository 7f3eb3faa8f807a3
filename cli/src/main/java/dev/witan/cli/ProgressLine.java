// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.time.NanoClock;
import dev.witan.training.ProgressListener;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far long work has come and how long the rest will take: a bar at a terminal; elsewhere a line for every
/// tenth, and one where half a minute brought none.
final class ProgressLine implements ProgressListener, AutoCloseable {
    private static final int LINES = 10;
    private static final double TOLD_FROM_SECONDS = 5;

    /// Short work needs no progress.
    private static final long PATIENCE_NANOS = 1_000_000_000L;

    private static final long SILENCE_NANOS = 30_000_000_000L;

    private final Console console;
    private final String task;
    private final NanoClock clock;
    private final boolean isTerminal;
    private final long started;
    private final Pace pace = new Pace();
    private @Nullable ProgressBar bar;
    private long lastStep;
    private long linesShown;
    private long lastShown;
    private volatile double secondsLeft = Double.NaN;

    ProgressLine(Console console, String task) {
        this(
                console,
                task,
                System::nanoTime,
                Optional.ofNullable(System.console())
                        .map(java.io.Console::isTerminal)
                        .orElse(false));
    }

    /// @param isTerminal whether a bar can be drawn
    ProgressLine(Console console, String task, NanoClock clock, boolean isTerminal) {
        this.console = console;
        this.task = task;
        this.clock = clock;
        this.isTerminal = isTerminal;
        this.started = clock.nanos();
        this.lastShown = started;
    }

    @Override
    public synchronized void progress(long step, long total, String message) {
        long now = clock.nanos();
        if (step < lastStep) {
            pace.restart();
            linesShown = 0;
        }
        lastStep = step;
        pace.reach(now, step);
        OptionalDouble left = pace.seconds(total - step);
        secondsLeft = left.orElse(Double.NaN);
        if (total <= 0 || now - started < PATIENCE_NANOS) {
            linesShown = total <= 0 ? 0 : step * LINES / total;
        } else if (isTerminal) {
            bar(total).maxHint(total).stepTo(step).setExtraMessage(message);
        } else if (step * LINES / total > linesShown || now - lastShown >= SILENCE_NANOS) {
            linesShown = step * LINES / total;
            lastShown = now;
            console.tell("%s: %d %%  %s%s".formatted(task, 100 * step / total, message, left(left)));
        }
    }

    @Override
    public synchronized void skipped(long steps) {
        pace.skip(steps);
    }

    /// What comes next is work of another kind.
    synchronized void turn() {
        pace.restart();
    }

    /// How long the rest will take if it goes on like this, once that can be told.
    private static String left(OptionalDouble left) {
        double seconds = left.orElse(0);
        if (seconds < TOLD_FROM_SECONDS) {
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
                    .setEtaFunction(_ -> eta())
                    .build();
            bar = shown;
        }
        return shown;
    }

    private Optional<Duration> eta() {
        double seconds = secondsLeft;
        return Double.isNaN(seconds) ? Optional.empty() : Optional.of(Duration.ofMillis((long) (seconds * 1e3)));
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
