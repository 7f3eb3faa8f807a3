// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.EngineObserver;
import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// Measures how many rows each local expert has in work on average: rows times the time that each spent there, over the
/// time that has passed (Little's law). Nothing has to be sampled, and a lull between two looks is not missed. Experts
/// that are not local have nothing here: rows wait for those, which the engine knows before they have answered.
/// Thread-safe; [#take] belongs to one thread.
final class LoadMeter implements EngineObserver {
    private final List<String> experts;
    private final boolean[] isLocal;
    private final AtomicLongArray rowNanos;

    private LoadMeter(List<String> experts, boolean[] isLocal) {
        this.experts = List.copyOf(experts);
        this.isLocal = isLocal;
        this.rowNanos = new AtomicLongArray(experts.size());
    }

    static LoadMeter ofLocal(Mixture mixture) {
        List<Expert> all = mixture.layer().experts();
        boolean[] isLocal = new boolean[all.size()];
        for (int expert = 0; expert < isLocal.length; expert++) {
            isLocal[expert] = all.get(expert).isLocal();
        }
        return new LoadMeter(OverlayControl.ids(mixture), isLocal);
    }

    @Override
    public void expertAnswered(String expert, int rows, long nanos) {
        int index = experts.indexOf(expert);
        if (index >= 0 && isLocal[index]) {
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
