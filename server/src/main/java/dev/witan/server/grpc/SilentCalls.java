// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.grpc;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The calls that have been opened and whose request has not come yet, and those that are answered and whose answer
/// is not taken yet. The former are broken off when it takes too long; of the latter nothing is left to break off but
/// the connection. Thread-safe.
final class SilentCalls {
    private final Map<EdgeCall<?, ?>, Long> since = new ConcurrentHashMap<>();
    private final Map<EdgeCall<?, ?>, Long> answered = new ConcurrentHashMap<>();
    private final long patienceNanos;
    private final Consumer<SocketAddress> hangUp;

    /// @param hangUp ends the connection to an address
    SilentCalls(Duration patience, Consumer<SocketAddress> hangUp) {
        this.patienceNanos = patience.toNanos();
        this.hangUp = hangUp;
    }

    void add(EdgeCall<?, ?> call) {
        since.put(call, System.nanoTime());
    }

    void answered(EdgeCall<?, ?> call) {
        answered.put(call, System.nanoTime());
    }

    void remove(EdgeCall<?, ?> call) {
        since.remove(call);
        answered.remove(call);
    }

    /// Ends those that have been silent for longer than the patience.
    void sweep() {
        long now = System.nanoTime();
        since.forEach((call, opened) -> {
            if (now - opened > patienceNanos) {
                call.expire();
            }
        });
        answered.forEach((call, closed) -> {
            if (now - closed > patienceNanos) {
                answered.remove(call);
                call.peer().ifPresent(hangUp);
            }
        });
    }
}
