// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what another thread does.
final class Await {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private Await() {}

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + MOST_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not come true within 10 s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
