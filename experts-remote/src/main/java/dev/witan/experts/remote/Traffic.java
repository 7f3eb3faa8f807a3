// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of one call, as they went over the wire, packed if they were packed. Thread-safe.
final class Traffic {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    void sent(long bytes) {
        sent.addAndGet(bytes);
    }

    void received(long bytes) {
        received.addAndGet(bytes);
    }

    long sent() {
        return sent.get();
    }

    long received() {
        return received.get();
    }
}
