// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import dev.witan.engine.EngineObserver;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.response.Timings;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts what one engine tells. Every series exists from the start, at zero, so that a dashboard has no gaps and
/// an alert sees the first event; every call finds its series without a lookup by label. Thread-safe.
final class MetricsObserver implements EngineObserver {
    private static final double NANOS = 1e-9;
    private static final Set<ErrorCode> FAILURES = EnumSet.of(
            ErrorCode.DEADLINE_EXCEEDED,
            ErrorCode.UNAVAILABLE,
            ErrorCode.FORBIDDEN,
            ErrorCode.CANCELLED,
            ErrorCode.EXPERT_FAILED,
            ErrorCode.DRAINING,
            ErrorCode.INTERNAL);

    private final Rejections rejections;
    private final CounterDataPoint answered;
    private final CounterDataPoint degraded;
    private final Map<ErrorCode, CounterDataPoint> failed = new EnumMap<>(ErrorCode.class);
    private final DistributionDataPoint requestDuration;
    private final DistributionDataPoint gateDuration;
    private final DistributionDataPoint combineDuration;
    private final DistributionDataPoint batchRows;
    private final DistributionDataPoint batchRequests;
    private final CounterDataPoint steeredRows;
    private final CounterDataPoint overflowed;
    private final CounterDataPoint shed;
    private final CounterDataPoint laneBreaks;
    private final Map<String, ExpertSeries> experts = new HashMap<>();

    MetricsObserver(EngineInstruments instruments, Rejections rejections, String mixture, List<String> expertIds) {
        this.rejections = rejections;
        this.answered = instruments.requests().labelValues(mixture, "answered");
        this.degraded = instruments.requests().labelValues(mixture, "degraded");
        for (ErrorCode code : ErrorCode.values()) {
            String outcome = FAILURES.contains(code) ? Labels.of(code) : Labels.of(ErrorCode.INTERNAL);
            failed.put(code, instruments.requests().labelValues(mixture, outcome));
        }
        this.requestDuration = instruments.requestDuration().labelValues(mixture);
        this.gateDuration = instruments.gateDuration().labelValues(mixture);
        this.combineDuration = instruments.combineDuration().labelValues(mixture);
        this.batchRows = instruments.batchRows().labelValues(mixture);
        this.batchRequests = instruments.batchRequests().labelValues(mixture);
        this.steeredRows = instruments.steeredRows().labelValues(mixture);
        this.overflowed = instruments.overCapacity().labelValues(mixture, "overflowed");
        this.shed = instruments.overCapacity().labelValues(mixture, "shed");
        this.laneBreaks = instruments.laneBreaks().labelValues(mixture);
        expertIds.forEach(id -> experts.put(id, ExpertSeries.of(instruments, mixture, id)));
    }

    @Override
    public void rejected(ErrorCode code) {
        rejections.count(code);
    }

    @Override
    public void batchFormed(int requests, int rows) {
        batchRequests.observe(requests);
        batchRows.observe(rows);
    }

    @Override
    public void steered(int rows) {
        steeredRows.inc(rows);
    }

    @Override
    public void overCapacity(int overflowedPlaces, int shedPlaces) {
        overflowed.inc(overflowedPlaces);
        shed.inc(shedPlaces);
    }

    @Override
    public void gated(int rows, long nanos) {
        gateDuration.observe(nanos * NANOS);
    }

    @Override
    public void expertAnswered(String expert, int rows, long nanos) {
        ExpertSeries series = experts.get(expert);
        if (series != null) {
            series.rows().inc(rows);
            series.duration().observe(nanos * NANOS);
        }
    }

    @Override
    public void expertFailed(String expert, int rows, ErrorCode code) {
        ExpertSeries series = experts.get(expert);
        if (series != null) {
            series.rows().inc(rows);
            series.failed(code);
        }
    }

    @Override
    public void combined(int rows, long nanos) {
        combineDuration.observe(nanos * NANOS);
    }

    @Override
    public void answered(int rows, Timings timings, boolean isDegraded) {
        (isDegraded ? degraded : answered).inc();
        requestDuration.observe(timings.totalNanos() * NANOS);
    }

    @Override
    public void failed(ErrorCode code, long nanos) {
        CounterDataPoint series = failed.get(code);
        if (series != null) {
            series.inc();
        }
        requestDuration.observe(nanos * NANOS);
    }

    @Override
    public void laneBroke(Throwable cause) {
        laneBreaks.inc();
    }
}
