// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import java.util.concurrent.atomic.LongAdder;

/// How often something happened, and how long that took in all. Thread-safe.
public final class Elapsed {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    Elapsed() {}

    void add(long elapsedNanos) {
        count.increment();
        nanos.add(elapsedNanos);
    }

    public long count() {
        return count.sum();
    }

    public long nanos() {
        return nanos.sum();
    }
}
