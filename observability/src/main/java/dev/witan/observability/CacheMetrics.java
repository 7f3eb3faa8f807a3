// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Reads the caches of every mixture at each scrape. Thread-safe.
final class CacheMetrics {
    private final NewestReadings<CacheReading> caches = new NewestReadings<>();

    CacheMetrics(MetricRegistry registry) {
        counter(registry, MetricCatalog.CACHE_HITS, CacheReading::hits);
        counter(registry, MetricCatalog.CACHE_MISSES, CacheReading::misses);
        counter(registry, MetricCatalog.CACHE_SAVED, CacheReading::savedMultiplyAdds);
        counter(registry, MetricCatalog.CACHE_CHECKED, CacheReading::checked);
        counter(registry, MetricCatalog.CACHE_DISAGREED, CacheReading::disagreed);
        registry.gauge(
                MetricCatalog.CACHE_BYTES,
                callback -> caches.each(
                        (mixture, reading) -> callback.call((double) reading.bytes(), mixture, reading.cache())));
    }

    private void counter(MetricRegistry registry, Metric metric, ToDoubleFunction<CacheReading> value) {
        registry.counter(
                metric,
                callback -> caches.each(
                        (mixture, reading) -> callback.call(value.applyAsDouble(reading), mixture, reading.cache())));
    }

    void add(String mixture, Supplier<List<CacheReading>> readings) {
        caches.add(mixture, readings);
    }

    void remove(String mixture, Supplier<List<CacheReading>> readings) {
        caches.remove(mixture, readings);
    }
}
