// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The calls that have been opened and whose request has not come yet. Those that keep it back for too long are broken
/// off. Thread-safe.
final class SilentCalls {
    private final Map<EdgeCall<?, ?>, Long> since = new ConcurrentHashMap<>();
    private final long patienceNanos;

    SilentCalls(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    void add(EdgeCall<?, ?> call) {
        since.put(call, System.nanoTime());
    }

    void remove(EdgeCall<?, ?> call) {
        since.remove(call);
    }

    /// Breaks off those that have been silent for longer than the patience.
    void sweep() {
        long now = System.nanoTime();
        since.forEach((call, opened) -> {
            if (now - opened > patienceNanos) {
                call.expire();
            }
        });
    }
}
