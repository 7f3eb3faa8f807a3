// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Where a server stands between its start and its end, and how many requests it is busy with. Thread-safe.
final class Lifecycle {
    enum State {
        STARTING,
        READY,
        DRAINING,
        STOPPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final AtomicInteger busy = new AtomicInteger();

    State state() {
        return state.get();
    }

    boolean isReady() {
        return state.get() == State.READY;
    }

    /// Whether the server is on its way out.
    boolean isEnding() {
        State now = state.get();
        return now == State.DRAINING || now == State.STOPPED;
    }

    /// From STARTING to READY; a server that is on its way out stays so.
    void ready() {
        state.compareAndSet(State.STARTING, State.READY);
    }

    void draining() {
        state.updateAndGet(now -> now == State.STOPPED ? now : State.DRAINING);
    }

    void stopped() {
        state.set(State.STOPPED);
    }

    void enter() {
        busy.incrementAndGet();
    }

    void leave() {
        busy.decrementAndGet();
    }

    int busy() {
        return busy.get();
    }
}
