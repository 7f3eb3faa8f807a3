// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.time.NanoClock;
import dev.witan.training.ProgressListener;
import dev.witan.training.data.ReadProgress;

/// Shows how far a training has come as a whole: reading its table, coding it, learning, and the networks beside. While
/// the table is read, how long the rest will take is forecast from what is known of it so far. The reading thread and,
/// after it, those that train use it.
final class TrainingLine implements ReadProgress, ProgressListener, AutoCloseable {
    /// About what a value takes to be read, on the machine that forecasts are made for.
    private static final double VALUE_NANOS = 100;

    private static final double FORECAST_SLACK = 0.01;

    private final ProgressLine line;
    private final NanoClock clock;
    private final Forecast forecast;
    private String task = "";
    private long passBegan;
    private long readingWork;
    private long forecastRows;
    private long learningWork;
    private boolean isLearning;

    /// About how much work learning is.
    @FunctionalInterface
    interface Forecast {
        /// In nanoseconds of a usual machine.
        long work(int columns, long rows);
    }

    TrainingLine(Console console, Forecast forecast) {
        this(new ProgressLine(console, "training"), System::nanoTime, forecast);
    }

    TrainingLine(ProgressLine line, NanoClock clock, Forecast forecast) {
        this.line = line;
        this.clock = clock;
        this.forecast = forecast;
    }

    @Override
    public void read(Pass pass, long position, long total, long rows) {
        if (!pass.task().equals(task)) {
            task = pass.task();
            passBegan = clock.nanos();
        }
        if (total <= 0 || rows == 0 || position <= 0) {
            return;
        }
        long all = Math.max(rows, (long) ((double) rows * total / position));
        double ofPass = VALUE_NANOS * all * pass.columns();
        readingWork = (long) (ofPass * pass.count());
        double done = ofPass * (pass.index() + Math.min(1, (double) position / total));
        double seconds = Math.max(1e-3, (clock.nanos() - passBegan) / 1e9);
        String message = "%s, %,d rows, %,.0f rows/s".formatted(pass.task(), rows, rows / seconds);
        line.progress((long) done, readingWork + learning(pass.columns(), all), message);
    }

    /// Forecast anew when the number of rows turns out to be another one.
    private long learning(int columns, long rows) {
        if (forecastRows == 0 || Math.abs(rows - forecastRows) > FORECAST_SLACK * forecastRows) {
            forecastRows = rows;
            learningWork = forecast.work(columns, rows);
        }
        return learningWork;
    }

    @Override
    public void progress(long step, long total, String message) {
        if (!isLearning) {
            isLearning = true;
            line.turn();
        }
        line.progress(readingWork + step, readingWork + total, message);
    }

    @Override
    public void skipped(long steps) {
        line.skipped(steps);
    }

    @Override
    public void close() {
        line.close();
    }
}
