// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.expert.Expert;
import dev.witan.kernels.Kernels;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.ToIntFunction;

/// Everything that a process measures, in one place: engines report to the observers it hands out, and a scrape prints
/// it. Thread-safe. One per process; a mixture's name is observed once.
public final class Telemetry {
    private final MetricRegistry registry = new MetricRegistry();
    private final EngineInstruments instruments;
    private final Rejections rejections;
    private final Set<String> mixtures = new ConcurrentSkipListSet<>();
    private final Map<String, Engine> engines = new ConcurrentHashMap<>();
    private final Info releases;

    /// @param version of Witan
    public Telemetry(String version, Kernels kernels) {
        this.instruments = EngineInstruments.in(registry);
        registry.gauge(MetricCatalog.QUEUE_DEPTH, callback -> each(callback, Engine::queueDepth));
        registry.gauge(MetricCatalog.REQUESTS_OPEN, callback -> each(callback, Engine::requestsOpen));
        this.rejections = new Rejections(registry.counter(MetricCatalog.REJECTED));
        this.releases = registry.info(MetricCatalog.RELEASE);
        registry.info(MetricCatalog.BUILD)
                .setLabelValues(version, Runtime.version().toString());
        registry.info(MetricCatalog.KERNELS).setLabelValues(kernels.name(), kernels.reason());
        ProcessMetrics.register(registry);
    }

    private void each(GaugeWithCallback.Callback callback, ToIntFunction<Engine> value) {
        for (String mixture : mixtures) {
            Engine engine = engines.get(mixture);
            callback.call(engine == null ? 0 : value.applyAsInt(engine), mixture);
        }
    }

    /// The observer to give to the mixture's engine.
    public EngineObserver observer(Mixture mixture) {
        mixtures.add(mixture.name());
        releases.addLabelValues(mixture.name(), Integer.toString(mixture.release()), mixture.digest());
        List<String> experts =
                mixture.layer().experts().stream().map(Expert::id).toList();
        return new MetricsObserver(instruments, rejections, mixture.name(), experts);
    }

    /// Reads the engine's queue at every scrape from now on.
    public void watch(Engine engine) {
        engines.put(engine.mixture().name(), engine);
    }

    /// Counts a request that was refused before any engine saw it.
    public void refused(ErrorCode code) {
        rejections.count(code);
    }

    /// Everything measured so far, in the Prometheus text format.
    public byte[] scrape() {
        return registry.scrape();
    }

    /// The content type of [#scrape].
    public String contentType() {
        return registry.contentType();
    }
}
