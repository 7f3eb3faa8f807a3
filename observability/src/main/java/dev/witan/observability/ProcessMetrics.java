// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.time.Instant;

/// What the JVM knows about itself, read at each scrape and never in between, so that starting costs nothing.
final class ProcessMetrics {
    private ProcessMetrics() {}

    static void register(MetricRegistry registry) {
        registry.gauge(MetricCatalog.MEMORY_USED, callback -> {
            callback.call((double) heap().getUsed(), "heap");
            callback.call((double) nonHeap().getUsed(), "nonheap");
        });
        registry.gauge(MetricCatalog.MEMORY_MAX, callback -> {
            callback.call((double) heap().getMax(), "heap");
            callback.call((double) nonHeap().getMax(), "nonheap");
        });
        registry.gauge(
                MetricCatalog.THREADS,
                callback -> callback.call(ManagementFactory.getThreadMXBean().getThreadCount()));
        registry.counter(MetricCatalog.GC_SECONDS, callback -> {
            for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
                callback.call(Math.max(0, collector.getCollectionTime()) / 1e3, collector.getName());
            }
        });
        registry.counter(MetricCatalog.CPU_SECONDS, callback -> callback.call(cpuSeconds()));
        double started = startSeconds();
        registry.gauge(MetricCatalog.START_TIME, callback -> callback.call(started));
    }

    private static MemoryUsage heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    }

    private static MemoryUsage nonHeap() {
        return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    }

    private static double cpuSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    private static double startSeconds() {
        return ProcessHandle.current()
                        .info()
                        .startInstant()
                        .orElseGet(Instant::now)
                        .toEpochMilli()
                / 1e3;
    }
}
