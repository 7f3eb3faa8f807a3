// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import dev.witan.engine.error.ErrorCode;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Counts the requests that were refused at the edge or at an engine's door. Thread-safe.
final class Rejections {
    private final Map<ErrorCode, CounterDataPoint> series = new EnumMap<>(ErrorCode.class);

    Rejections(Counter counter) {
        for (ErrorCode code : ErrorCode.values()) {
            series.put(code, counter.labelValues(Labels.of(code)));
        }
    }

    void count(ErrorCode code) {
        Objects.requireNonNull(series.get(code)).inc();
    }
}
