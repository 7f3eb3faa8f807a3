// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import dev.witan.engine.error.ErrorCode;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The series of one expert.
record ExpertSeries(CounterDataPoint rows, DistributionDataPoint duration, Map<ErrorCode, CounterDataPoint> failures) {
    private static final ErrorCode[] CODES = {
        ErrorCode.EXPERT_FAILED,
        ErrorCode.UNAVAILABLE,
        ErrorCode.QUEUE_FULL,
        ErrorCode.DEADLINE_EXCEEDED,
        ErrorCode.CANCELLED,
        ErrorCode.INTERNAL
    };

    static ExpertSeries of(EngineInstruments instruments, String mixture, String expert) {
        Map<ErrorCode, CounterDataPoint> failures = new EnumMap<>(ErrorCode.class);
        for (ErrorCode code : CODES) {
            failures.put(code, instruments.expertFailures().labelValues(mixture, expert, Labels.of(code)));
        }
        return new ExpertSeries(
                instruments.expertRows().labelValues(mixture, expert),
                instruments.expertDuration().labelValues(mixture, expert),
                failures);
    }

    /// Counts a failure; a code that no expert should give counts as an internal one.
    void failed(ErrorCode code) {
        CounterDataPoint internal = Objects.requireNonNull(failures.get(ErrorCode.INTERNAL));
        failures.getOrDefault(code, internal).inc();
    }
}
