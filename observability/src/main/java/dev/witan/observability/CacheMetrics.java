// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Reads the caches of every mixture at each scrape; of two releases with caches, while one hands over to the
/// other, the newer. Thread-safe.
final class CacheMetrics {
    /// The caches by mixture, the oldest release first; guarded by this.
    private final Map<String, List<Supplier<List<CacheReading>>>> caches = new TreeMap<>();

    CacheMetrics(MetricRegistry registry) {
        counter(registry, MetricCatalog.CACHE_HITS, CacheReading::hits);
        counter(registry, MetricCatalog.CACHE_MISSES, CacheReading::misses);
        counter(registry, MetricCatalog.CACHE_SAVED, CacheReading::savedMultiplyAdds);
        counter(registry, MetricCatalog.CACHE_CHECKED, CacheReading::checked);
        counter(registry, MetricCatalog.CACHE_DISAGREED, CacheReading::disagreed);
        registry.gauge(MetricCatalog.CACHE_BYTES, callback -> each(CacheReading::bytes, callback::call));
    }

    private void counter(MetricRegistry registry, Metric metric, ToDoubleFunction<CacheReading> value) {
        registry.counter(metric, callback -> each(value, callback::call));
    }

    /// Takes one value.
    private interface Sink {
        void put(double value, String mixture, String cache);
    }

    private synchronized void each(ToDoubleFunction<CacheReading> value, Sink sink) {
        caches.forEach((mixture, releases) -> releases.getLast()
                .get()
                .forEach(reading -> sink.put(value.applyAsDouble(reading), mixture, reading.cache())));
    }

    synchronized void add(String mixture, Supplier<List<CacheReading>> readings) {
        caches.computeIfAbsent(mixture, _ -> new ArrayList<>()).add(readings);
    }

    synchronized void remove(String mixture, Supplier<List<CacheReading>> readings) {
        List<Supplier<List<CacheReading>>> releases = caches.getOrDefault(mixture, new ArrayList<>());
        releases.remove(readings);
        if (releases.isEmpty()) {
            caches.remove(mixture);
        }
    }
}
