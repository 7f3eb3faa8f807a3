// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.TargetKind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Adds up the progress of several runs, which may go on at once, and passes it on to one listener at a time. Each
/// counts as much as it is work.
final class Progress {
    private final ProgressListener listener;
    private final TargetKind kind;
    private final int parts;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Map<String, Long> work = new HashMap<>();
    private final Map<String, Double> shares = new HashMap<>();

    /// @param parts of an epoch that are told of
    Progress(ProgressListener listener, TargetKind kind, int parts) {
        this.listener = listener;
        this.kind = kind;
        this.parts = parts;
    }

    /// Says how much work runs are, by their names; what was said of them before no longer counts.
    void expect(Map<String, Long> more) {
        lock.lock();
        try {
            work.putAll(more);
        } finally {
            lock.unlock();
        }
    }

    /// Listens to one run; when that ends early, the epochs it did not need count as done.
    Run run(String name, int epochs) {
        return run(name, epochs, kind);
    }

    /// The same for a target of another kind.
    Run run(String name, int epochs, TargetKind of) {
        return new Run(name, epochs, of);
    }

    /// Says what is going on beside the runs.
    void tell(String message) {
        reach(message, 0, message);
    }

    /// Says how much of something beside the runs is done.
    void tell(String name, int part, int parts) {
        reach(name, (double) part / parts, "%s, %d of %d".formatted(name, part, parts));
    }

    /// Says that something beside the runs is done.
    void done(String name) {
        lock.lock();
        try {
            shares.put(name, 1.0);
        } finally {
            lock.unlock();
        }
    }

    private void reach(String name, double share, String message) {
        lock.lock();
        try {
            shares.merge(name, share, Math::max);
            long total = 0;
            double done = 0;
            for (Map.Entry<String, Long> run : work.entrySet()) {
                total += run.getValue();
                done += run.getValue() * shares.getOrDefault(run.getKey(), 0.0);
            }
            listener.progress((long) done, Math.max(1, total), message);
        } finally {
            lock.unlock();
        }
    }

    /// What comes to a share is reached without work.
    private void skip(String name, double share) {
        lock.lock();
        try {
            double more = share - shares.getOrDefault(name, 0.0);
            listener.skipped((long) (Math.max(0, more) * work.getOrDefault(name, 0L)));
        } finally {
            lock.unlock();
        }
    }

    private static String figure(TargetKind kind, double value) {
        return switch (kind) {
            case BINARY -> String.format(Locale.ROOT, "AUC %.4f", value);
            case MULTI_CLASS -> String.format(Locale.ROOT, "accuracy less log-loss %.4f", value);
            case MULTI_LABEL -> String.format(Locale.ROOT, "AUC %.4f", value);
            case QUANTILE -> String.format(Locale.ROOT, "pinball loss %.5g", -value);
            case MULTI_TASK -> String.format(Locale.ROOT, "explained %.4f", value);
            case REGRESSION -> String.format(Locale.ROOT, "RMSE %.5g", -value);
        };
    }

    /// The progress of one run.
    final class Run implements TrainingRun.EpochListener {
        private final TargetKind of;
        private final String name;
        private final int epochs;
        private final long started = System.nanoTime();
        private long rows;
        private long told;
        private int seen;

        Run(String name, int epochs, TargetKind of) {
            this.of = of;
            this.name = name;
            this.epochs = epochs;
        }

        /// Told of every batch before it is learned from.
        void learns(int epoch, int index, int batches, int batchRows) {
            long at = (epoch - 1L) * parts + (long) index * parts / batches;
            if (at > told) {
                told = at;
                double seconds = (System.nanoTime() - started) / 1e9;
                String speed = "%s: epoch %d of %d, %,d rows, %,.0f rows/s"
                        .formatted(name, epoch, epochs, rows, rows / seconds);
                reach(name, share((double) at), speed);
            }
            rows += batchRows;
        }

        private double share(double at) {
            return at / ((double) epochs * parts);
        }

        @Override
        public void resumed(int epochsDone, double ofNext) {
            seen = epochsDone;
            told = (long) ((epochsDone + ofNext) * parts);
            skip(name, share((double) told));
            reach(name, share((double) told), "%s: going on after epoch %d of %d".formatted(name, epochsDone, epochs));
        }

        @Override
        public void ended(int epoch, int epochs, double figure, int bestEpoch) {
            seen = epoch;
            reach(
                    name,
                    share((double) epoch * parts),
                    "%s: epoch %d of %d, validation %s".formatted(name, epoch, epochs, figure(of, figure)));
        }

        int epochsRun() {
            return seen;
        }

        void finished() {
            skip(name, 1);
            reach(name, 1, name + ": done");
        }
    }
}
