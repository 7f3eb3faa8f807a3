// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Timings;
import dev.witan.engine.routing.RoutingPlan;
import java.util.concurrent.atomic.AtomicBoolean;

/// Passes events on and keeps what the other observer throws away from the requests: measuring must not break what
/// is measured. The first throwable goes to the thread's handler of uncaught exceptions, the others to nobody.
final class QuietObserver implements EngineObserver {
    private final EngineObserver observer;
    private final AtomicBoolean hasThrown = new AtomicBoolean();

    QuietObserver(EngineObserver observer) {
        this.observer = observer;
    }

    @Override
    public void rejected(ErrorCode code) {
        tell(() -> observer.rejected(code));
    }

    @Override
    public void batchFormed(int requests, int rows) {
        tell(() -> observer.batchFormed(requests, rows));
    }

    @Override
    public void steered(int rows) {
        tell(() -> observer.steered(rows));
    }

    @Override
    public void gated(int rows, long nanos) {
        tell(() -> observer.gated(rows, nanos));
    }

    @Override
    public void planned(RequestContext context, RoutingPlan plan, int from, int rows) {
        tell(() -> observer.planned(context, plan, from, rows));
    }

    @Override
    public void overCapacity(int overflowed, int shed) {
        tell(() -> observer.overCapacity(overflowed, shed));
    }

    @Override
    public void expertAnswered(String expert, int rows, long nanos) {
        tell(() -> observer.expertAnswered(expert, rows, nanos));
    }

    @Override
    public void expertFailed(String expert, int rows, ErrorCode code) {
        tell(() -> observer.expertFailed(expert, rows, code));
    }

    @Override
    public void combined(int rows, long nanos) {
        tell(() -> observer.combined(rows, nanos));
    }

    @Override
    public void batchEnded(int rows, long nanos) {
        tell(() -> observer.batchEnded(rows, nanos));
    }

    @Override
    public void answered(int rows, Timings timings, boolean degraded) {
        tell(() -> observer.answered(rows, timings, degraded));
    }

    @Override
    public void failed(ErrorCode code, long nanos) {
        tell(() -> observer.failed(code, nanos));
    }

    @Override
    public void laneBroke(Throwable cause) {
        tell(() -> observer.laneBroke(cause));
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            if (hasThrown.compareAndSet(false, true)) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }
}
