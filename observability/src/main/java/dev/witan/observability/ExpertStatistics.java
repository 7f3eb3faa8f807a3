// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import java.util.concurrent.atomic.LongAdder;

/// What one expert has done since its mixture was loaded. Thread-safe.
public final class ExpertStatistics {
    private final String expert;
    private final LongAdder rows = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Elapsed answered = new Elapsed();

    ExpertStatistics(String expert) {
        this.expert = expert;
    }

    void answered(int batchRows, long nanos) {
        rows.add(batchRows);
        answered.add(nanos);
    }

    void failed(int batchRows) {
        rows.add(batchRows);
        failures.increment();
    }

    public String expert() {
        return expert;
    }

    /// Rows that were sent to it, answered or not.
    public long rows() {
        return rows.sum();
    }

    /// Batches that it answered, and how long it took for them.
    public Elapsed answered() {
        return answered;
    }

    /// Batches that were sent to it.
    public long batches() {
        return answered.count() + failures.sum();
    }

    /// Batches that it could not answer.
    public long failures() {
        return failures.sum();
    }
}
