// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Clients that misbehave, each at a modest pace: what they show is that the server is not held up, and not that two
/// cores can be kept busy. Until closed.
final class HostileClients implements AutoCloseable {
    private static final long PAUSE_NANOS = 1_000_000_000;
    private static final long BEGINNING_NANOS = 5_000_000_000L;

    private final Hostility.Target target;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Hostility, AtomicLong> attempts = new EnumMap<>(Hostility.class);
    private volatile boolean isOver;

    HostileClients(Hostility.Target target, Collection<Hostility> kinds) {
        this.target = target;
        for (Hostility hostility : kinds) {
            AtomicLong count = new AtomicLong();
            attempts.put(hostility, count);
            for (int i = 0; i < hostility.clients(); i++) {
                threads.add(Thread.ofVirtual().start(() -> repeat(hostility, count)));
            }
        }
    }

    /// Each client has a pause of its own before it begins, so that they do not come all at once.
    private void repeat(Hostility hostility, AtomicLong count) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(BEGINNING_NANOS));
        while (!isOver) {
            count.incrementAndGet();
            try {
                hostility.once(target);
            } catch (IOException | RuntimeException _) {
                // Refused, closed or answered with rubbish headers: all that matters is that the good clients go on.
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    Map<Hostility, AtomicLong> attempts() {
        return attempts;
    }

    @Override
    public void close() {
        isOver = true;
        threads.forEach(Thread::interrupt);
    }
}
