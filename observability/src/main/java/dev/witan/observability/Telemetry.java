// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.expert.Expert;
import dev.witan.kernels.Kernels;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Everything that a process measures, in one place: engines report to the observers it hands out, and a scrape
/// prints it. Thread-safe. One per process.
///
/// While a mixture is handed over from one engine to the next, both report to the same series. The series end with
/// the last engine.
public final class Telemetry {
    private static final List<String> GRPC_STATUSES = List.of(
            "ok",
            "cancelled",
            "unknown",
            "invalid_argument",
            "deadline_exceeded",
            "not_found",
            "already_exists",
            "permission_denied",
            "resource_exhausted",
            "failed_precondition",
            "aborted",
            "out_of_range",
            "unimplemented",
            "internal",
            "unavailable",
            "data_loss",
            "unauthenticated");

    private final MetricRegistry registry = new MetricRegistry();
    private final EngineInstruments instruments;
    private final Rejections rejections;
    private final Counter grpcCalls;
    private final ChatInstruments chats;
    private final RemoteInstruments remotes;
    private final Info releases;
    private final CacheMetrics caches;
    private final BudgetMetrics budgets;
    /// What is observed, by the mixture's name, the engine once it runs; guarded by this.
    private final Map<String, List<Observed>> mixtures = new TreeMap<>();

    /// @param version of Witan
    public Telemetry(String version, Kernels kernels) {
        this.instruments = EngineInstruments.in(registry);
        registry.gauge(MetricCatalog.QUEUE_DEPTH, callback -> each(callback, Engine::queueDepth));
        registry.gauge(MetricCatalog.REQUESTS_OPEN, callback -> each(callback, Engine::requestsOpen));
        registry.gauge(
                MetricCatalog.STEERS,
                callback -> newest(callback, engine -> engine.overlay().steers()));
        registry.gauge(
                MetricCatalog.OVERLAY_EPOCH,
                callback -> newest(callback, engine -> engine.overlay().epoch()));
        this.rejections = new Rejections(registry.counter(MetricCatalog.REJECTED));
        this.grpcCalls = registry.counter(MetricCatalog.GRPC_CALLS);
        GRPC_STATUSES.forEach(grpcCalls::initLabelValues);
        this.chats = ChatInstruments.in(registry);
        this.remotes = RemoteInstruments.in(registry);
        this.caches = new CacheMetrics(registry);
        this.budgets = new BudgetMetrics(registry);
        this.releases = registry.info(MetricCatalog.RELEASE);
        registry.info(MetricCatalog.BUILD)
                .setLabelValues(version, Runtime.version().toString());
        registry.info(MetricCatalog.KERNELS).setLabelValues(kernels.name(), kernels.reason());
        ProcessMetrics.register(registry);
    }

    private static final class Observed {
        final Mixture mixture;

        @Nullable
        Engine engine;

        Observed(Mixture mixture) {
            this.mixture = mixture;
        }

        boolean hasExpert(String id) {
            return mixture.layer().experts().stream()
                    .anyMatch(expert -> expert.id().equals(id));
        }
    }

    private synchronized void each(GaugeWithCallback.Callback callback, ToIntFunction<Engine> value) {
        mixtures.forEach((name, all) -> {
            int sum = 0;
            for (Observed observed : all) {
                sum += observed.engine == null ? 0 : value.applyAsInt(observed.engine);
            }
            callback.call(sum, name);
        });
    }

    /// Of the engine that takes requests now: overlays lie over all engines of a mixture alike.
    private synchronized void newest(GaugeWithCallback.Callback callback, ToDoubleFunction<Engine> value) {
        mixtures.forEach((name, all) -> {
            Engine engine = all.getLast().engine;
            callback.call(engine == null ? 0 : value.applyAsDouble(engine), name);
        });
    }

    /// The observer to give to the mixture's engine.
    public synchronized EngineObserver observer(Mixture mixture) {
        mixtures.computeIfAbsent(mixture.name(), _ -> new ArrayList<>()).add(new Observed(mixture));
        releases.addLabelValues(mixture.name(), Integer.toString(mixture.release()), mixture.digest());
        List<String> experts =
                mixture.layer().experts().stream().map(Expert::id).toList();
        return new MetricsObserver(instruments, rejections, mixture.name(), experts);
    }

    /// The observer to give to the mixture's engine, which also tells `further`.
    public EngineObserver observer(Mixture mixture, EngineObserver further) {
        return new BothObservers(observer(mixture), further);
    }

    /// Reads the caches of a release at every scrape from now on.
    public void watchCaches(String mixture, Supplier<List<CacheReading>> readings) {
        caches.add(mixture, readings);
    }

    /// Reads the budgets of a release at every scrape from now on.
    public void watchBudgets(String mixture, Supplier<List<BudgetReading>> readings) {
        budgets.add(mixture, readings);
    }

    /// Ends that, with the same supplier.
    public void forgetBudgets(String mixture, Supplier<List<BudgetReading>> readings) {
        budgets.remove(mixture, readings);
    }

    /// Ends what [#watchCaches] began, with the same supplier.
    public void forgetCaches(String mixture, Supplier<List<CacheReading>> readings) {
        caches.remove(mixture, readings);
    }

    /// Reads the engine's queue at every scrape from now on.
    public synchronized void watch(Engine engine) {
        for (Observed observed : mixtures.getOrDefault(engine.mixture().name(), List.of())) {
            if (observed.mixture.equals(engine.mixture())) {
                observed.engine = engine;
            }
        }
    }

    /// Ends what no other engine of the same name reports to any more, now that this mixture's engine is closed.
    public synchronized void forget(Mixture mixture) {
        String name = mixture.name();
        List<Observed> all = mixtures.getOrDefault(name, new ArrayList<>());
        all.removeIf(observed -> observed.mixture.equals(mixture));
        if (all.isEmpty()) {
            chats.remove(name);
            remotes.remove(name);
            mixtures.remove(name);
        }
        instruments.remove(
                name, all.isEmpty(), expert -> all.stream().noneMatch(observed -> observed.hasExpert(expert)));
        if (all.stream().noneMatch(observed -> isSameRelease(observed.mixture, mixture))) {
            releases.remove(name, Integer.toString(mixture.release()), mixture.digest());
        }
    }

    private static boolean isSameRelease(Mixture one, Mixture other) {
        return one.release() == other.release() && one.digest().equals(other.digest());
    }

    /// Where calls of experts over the network are counted.
    public RemoteInstruments remotes() {
        return remotes;
    }

    /// Where calls of chat upstreams are counted.
    public ChatInstruments chats() {
        return chats;
    }

    /// Counts a request that was refused before any engine saw it.
    public void refused(ErrorCode code) {
        rejections.count(code);
    }

    /// Counts a call over gRPC that ended.
    ///
    /// @param status its name, `OK` or another of gRPC's seventeen
    public void grpcEnded(String status) {
        grpcCalls.labelValues(status.toLowerCase(Locale.ROOT)).inc();
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
