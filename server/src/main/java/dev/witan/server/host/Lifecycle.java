// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Where a server stands between its start and its end, and how many requests it is busy with. Thread-safe.
public final class Lifecycle {
    /// Where a server stands.
    public enum State {
        STARTING,
        READY,
        DRAINING,
        STOPPED;

        /// The state in lower case, as callers read it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final AtomicInteger busy = new AtomicInteger();

    /// A server that starts.
    public Lifecycle() {}

    public State state() {
        return state.get();
    }

    public boolean isReady() {
        return state.get() == State.READY;
    }

    /// Whether the server is on its way out.
    public boolean isEnding() {
        State now = state.get();
        return now == State.DRAINING || now == State.STOPPED;
    }

    /// From STARTING to READY; a server that is on its way out stays so.
    public void ready() {
        state.compareAndSet(State.STARTING, State.READY);
    }

    /// The server is on its way out.
    public void draining() {
        state.updateAndGet(now -> now == State.STOPPED ? now : State.DRAINING);
    }

    /// The server has let go of everything.
    public void stopped() {
        state.set(State.STOPPED);
    }

    /// A request has come in.
    public void enter() {
        busy.incrementAndGet();
    }

    /// It has gone out.
    public void leave() {
        busy.decrementAndGet();
    }

    public int busy() {
        return busy.get();
    }
}
