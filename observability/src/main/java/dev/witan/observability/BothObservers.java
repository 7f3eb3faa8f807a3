// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import dev.witan.engine.EngineObserver;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Timings;
import dev.witan.engine.routing.RoutingPlan;

/// Tells two observers.
public record BothObservers(EngineObserver first, EngineObserver second) implements EngineObserver {
    @Override
    public void rejected(ErrorCode code) {
        first.rejected(code);
        second.rejected(code);
    }

    @Override
    public void batchFormed(int requests, int rows) {
        first.batchFormed(requests, rows);
        second.batchFormed(requests, rows);
    }

    @Override
    public void steered(int rows) {
        first.steered(rows);
        second.steered(rows);
    }

    @Override
    public void gated(int rows, long nanos) {
        first.gated(rows, nanos);
        second.gated(rows, nanos);
    }

    @Override
    public void planned(RequestContext context, RoutingPlan plan, int from, int rows) {
        first.planned(context, plan, from, rows);
        second.planned(context, plan, from, rows);
    }

    @Override
    public void overCapacity(int overflowed, int shed) {
        first.overCapacity(overflowed, shed);
        second.overCapacity(overflowed, shed);
    }

    @Override
    public void expertAnswered(String expert, int rows, long nanos) {
        first.expertAnswered(expert, rows, nanos);
        second.expertAnswered(expert, rows, nanos);
    }

    @Override
    public void expertFailed(String expert, int rows, ErrorCode code) {
        first.expertFailed(expert, rows, code);
        second.expertFailed(expert, rows, code);
    }

    @Override
    public void combined(int rows, long nanos) {
        first.combined(rows, nanos);
        second.combined(rows, nanos);
    }

    @Override
    public void batchEnded(int rows, long nanos) {
        first.batchEnded(rows, nanos);
        second.batchEnded(rows, nanos);
    }

    @Override
    public void answered(int rows, Timings timings, boolean degraded) {
        first.answered(rows, timings, degraded);
        second.answered(rows, timings, degraded);
    }

    @Override
    public void failed(ErrorCode code, long nanos) {
        first.failed(code, nanos);
        second.failed(code, nanos);
    }

    @Override
    public void laneBroke(Throwable cause) {
        first.laneBroke(cause);
        second.laneBroke(cause);
    }
}
