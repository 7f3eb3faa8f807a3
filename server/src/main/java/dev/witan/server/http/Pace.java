// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How fast bytes have to come or go on average, once some time has been given for nothing. Immutable.
public final class Pace {
    private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long graceNanos;
    private final int bytesPerSecondMin;

    public Pace(Duration grace, int bytesPerSecondMin) {
        this.graceNanos = grace.toNanos();
        this.bytesPerSecondMin = bytesPerSecondMin;
    }

    /// Whether so many bytes may not take so long.
    boolean isTooSlow(long bytes, long elapsedNanos) {
        return elapsedNanos - graceNanos > bytes * SECOND_NANOS / bytesPerSecondMin;
    }
}
