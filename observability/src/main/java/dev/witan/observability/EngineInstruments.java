// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.StatefulMetric;
import java.util.List;
import java.util.function.Predicate;

/// The instruments that all engines of a process share.
record EngineInstruments(
        Counter requests,
        Histogram requestDuration,
        Histogram gateDuration,
        Histogram expertDuration,
        Histogram combineDuration,
        Counter expertRows,
        Counter expertFailures,
        Histogram batchRows,
        Histogram batchRequests,
        Counter steeredRows,
        Counter overCapacity,
        Counter laneBreaks) {

    static EngineInstruments in(MetricRegistry registry) {
        return new EngineInstruments(
                registry.counter(MetricCatalog.REQUESTS),
                registry.histogram(MetricCatalog.REQUEST_DURATION),
                registry.histogram(MetricCatalog.GATE_DURATION),
                registry.histogram(MetricCatalog.EXPERT_DURATION),
                registry.histogram(MetricCatalog.COMBINE_DURATION),
                registry.counter(MetricCatalog.EXPERT_ROWS),
                registry.counter(MetricCatalog.EXPERT_FAILURES),
                registry.histogram(MetricCatalog.BATCH_ROWS),
                registry.histogram(MetricCatalog.BATCH_REQUESTS),
                registry.counter(MetricCatalog.STEERED_ROWS),
                registry.counter(MetricCatalog.OVER_CAPACITY),
                registry.counter(MetricCatalog.LANE_BREAKS));
    }

    /// Ends series of a mixture: all of them, or those of the experts that are gone.
    void remove(String mixture, boolean isWhole, Predicate<String> isGone) {
        List<StatefulMetric<?, ?>> ofMixture = List.of(
                requests,
                requestDuration,
                gateDuration,
                combineDuration,
                batchRows,
                batchRequests,
                steeredRows,
                overCapacity,
                laneBreaks);
        if (isWhole) {
            ofMixture.forEach(
                    metric -> metric.removeIf(labels -> labels.getFirst().equals(mixture)));
        }
        List<StatefulMetric<?, ?>> ofExpert = List.of(expertDuration, expertRows, expertFailures);
        ofExpert.forEach(metric -> metric.removeIf(
                labels -> labels.getFirst().equals(mixture) && (isWhole || isGone.test(labels.get(1)))));
    }
}
