// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.TargetKind;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/// Adds up the progress of several runs, which may go on at once, and passes it on to one listener at a time.
final class Progress {
    private final ProgressListener listener;
    private final TargetKind kind;
    private final int parts;
    private final long total;
    private final ReentrantLock lock = new ReentrantLock();
    private long done;

    /// @param runs how many there are
    /// @param epochs of each of them at most
    /// @param parts of an epoch that are told of
    Progress(ProgressListener listener, TargetKind kind, int runs, int epochs, int parts) {
        this.listener = listener;
        this.kind = kind;
        this.parts = parts;
        this.total = (long) runs * epochs * parts;
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
        add(0, message);
    }

    private void add(long more, String message) {
        lock.lock();
        try {
            done += more;
            listener.progress(done, total, message);
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
        private long reached;
        private int seen;

        Run(String name, int epochs, TargetKind of) {
            this.of = of;
            this.name = name;
            this.epochs = epochs;
        }

        /// Told of every batch before it is learned from.
        void learns(int epoch, int index, int batches, int batchRows) {
            long at = (epoch - 1L) * parts + (long) index * parts / batches;
            if (at > reached) {
                double seconds = (System.nanoTime() - started) / 1e9;
                String speed = "%s: epoch %d of %d, %,d rows, %,.0f rows/s"
                        .formatted(name, epoch, epochs, rows, rows / seconds);
                reach(at, speed);
            }
            rows += batchRows;
        }

        private void reach(long at, String message) {
            long more = Math.max(0, at - reached);
            reached += more;
            add(more, message);
        }

        @Override
        public void resumed(int epochsDone) {
            seen = epochsDone;
            reach((long) epochsDone * parts, "%s: going on after epoch %d of %d".formatted(name, epochsDone, epochs));
        }

        @Override
        public void ended(int epoch, int epochs, double figure, int bestEpoch) {
            seen = epoch;
            reach(
                    (long) epoch * parts,
                    "%s: epoch %d of %d, validation %s".formatted(name, epoch, epochs, figure(of, figure)));
        }

        int epochsRun() {
            return seen;
        }

        void finished() {
            reach((long) epochs * parts, name + ": done");
        }
    }
}
