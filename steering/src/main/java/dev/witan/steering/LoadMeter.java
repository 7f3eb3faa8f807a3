// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.EngineObserver;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// Measures how many rows each expert has on average, waiting for it or in work: rows times the time that each
/// spent there, over the time that has passed (Little's law). Nothing has to be sampled, and a lull between two
/// looks is not missed. Thread-safe; [#take] belongs to one thread.
final class LoadMeter implements EngineObserver {
    private final List<String> experts;
    private final AtomicLongArray rowNanos;

    LoadMeter(List<String> experts) {
        this.experts = List.copyOf(experts);
        this.rowNanos = new AtomicLongArray(experts.size());
    }

    @Override
    public void expertAnswered(String expert, int rows, long nanos) {
        int index = experts.indexOf(expert);
        if (index >= 0) {
            rowNanos.addAndGet(index, rows * nanos);
        }
    }

    /// The average since the last call.
    double[] take(long elapsedNanos) {
        double[] rows = new double[experts.size()];
        for (int expert = 0; expert < rows.length; expert++) {
            rows[expert] = (double) rowNanos.getAndSet(expert, 0) / elapsedNanos;
        }
        return rows;
    }
}
