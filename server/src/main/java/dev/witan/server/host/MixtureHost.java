// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.time.NanoClock;
import dev.witan.model.load.LoadedMixture;
import dev.witan.observability.BothObservers;
import dev.witan.observability.BudgetReading;
import dev.witan.observability.CacheReading;
import dev.witan.observability.MixtureStatistics;
import dev.witan.observability.Telemetry;
import dev.witan.resilience.CacheBounds;
import dev.witan.resilience.MixtureCaches;
import dev.witan.server.host.RepositoryEntry.State;
import dev.witan.server.protocol.ReadLimits;
import dev.witan.steering.Controls;
import dev.witan.steering.LiveControl;
import dev.witan.steering.MixtureControl;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mixtures that a server answers for, each with an engine of its own; they come and go while it runs.
/// Thread-safe.
///
/// A mixture that is loaded again hands over without a gap: from one request to the next the new release answers,
/// the requests that the old one has taken end on it, and then its memory is given back.
public final class MixtureHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MixtureHost.class);
    private static final Executor BESIDE =
            task -> Thread.ofVirtual().name("witan-retire").start(task);

    private static final long NAMES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MixtureSource source;
    private final Limits limits;
    private final ReadLimits readLimits;
    private final Telemetry telemetry;
    private final Exposure exposure;
    private final Controls controls;
    private final Map<Engine, Watched> watched = new ConcurrentHashMap<>();
    /// Drawn anew in each process, so that nobody can send rows that all have the same hash.
    private final long hashSeed = new SecureRandom().nextLong();
    private final Map<String, MixtureSlot> slots = new ConcurrentSkipListMap<>();
    private final List<Consumer<RepositoryEntry>> listeners = new CopyOnWriteArrayList<>();
    private volatile Names recent = new Names(List.of(), System.nanoTime() - NAMES_NANOS);
    private volatile boolean isClosed;

    /// The names that the source had at some time.
    private record Names(List<String> names, long atNanos) {}

    /// A host that answers for no mixture yet, for no expert by itself ever, and whose mixtures nobody can steer.
    ///
    /// @param limits of each engine
    public MixtureHost(MixtureSource source, Limits limits, ReadLimits readLimits, Telemetry telemetry) {
        this(source, limits, readLimits, telemetry, Exposure.MIXTURES, Controls.withoutLogs());
    }

    /// A host that answers for nothing yet.
    ///
    /// @param limits of each engine
    /// @param controls of the mixtures; the host closes them
    public MixtureHost(
            MixtureSource source,
            Limits limits,
            ReadLimits readLimits,
            Telemetry telemetry,
            Exposure exposure,
            Controls controls) {
        this.exposure = exposure;
        this.source = source;
        this.limits = limits;
        this.readLimits = readLimits;
        this.telemetry = telemetry;
        this.controls = controls;
    }

    /// What answers for a mixture now. It may be retired the next moment: to have it answer, take a [#lease].
    public Optional<HostedMixture> find(String name) {
        MixtureSlot slot = slots.get(name);
        return slot == null ? findExpert(name) : slot.current();
    }

    /// Both names may have dots in them.
    private Optional<HostedMixture> findExpert(String name) {
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            String expert = name.substring(dot + 1);
            Optional<HostedMixture> found = Optional.ofNullable(slots.get(name.substring(0, dot)))
                    .flatMap(MixtureSlot::current)
                    .flatMap(hosted -> hosted.exposed().find(expert));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The release that answers for a mixture, kept in memory until the lease is closed.
    public Optional<Lease> lease(String name) {
        Optional<HostedMixture> hosted = find(name);
        while (hosted.isPresent()) {
            Optional<Lease> lease = hosted.get().lease();
            if (lease.isPresent()) {
                return lease;
            }
            hosted = find(name);
        }
        return Optional.empty();
    }

    /// What answers now and has been asked: the mixtures, each followed by those of its experts that were asked
    /// alone.
    public List<HostedMixture> allWithExperts() {
        return all().stream()
                .flatMap(hosted -> Stream.concat(Stream.of(hosted), hosted.exposed().started().stream()))
                .toList();
    }

    /// What answers now, by name.
    public List<HostedMixture> all() {
        return slots.values().stream().flatMap(slot -> slot.current().stream()).toList();
    }

    /// Every mixture that the host knows, by name, whether it answers or not, each followed by the experts that it
    /// exposes.
    public List<RepositoryEntry> index() {
        Collection<String> names = new TreeSet<>(slots.keySet());
        names.addAll(source.names());
        return names.stream()
                .flatMap(name -> Stream.concat(Stream.of(slot(name).entry()), slot(name).experts().stream()))
                .toList();
    }

    /// What the host knows of one mixture; empty when there is none of that name.
    public Optional<RepositoryEntry> entry(String name) {
        MixtureSlot slot = slots.get(name);
        Optional<RepositoryEntry> expert = slot == null ? expertEntry(name) : Optional.empty();
        if (expert.isPresent()) {
            return expert;
        }
        return slot == null && !recentNames().contains(name)
                ? Optional.empty()
                : Optional.of(slot(name).entry());
    }

    private Optional<RepositoryEntry> expertEntry(String name) {
        return slots.values().stream()
                .flatMap(slot -> slot.experts().stream())
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    /// The names of a second ago will do: who asks for a mixture that is not there must not make the thread that
    /// serves others look at the disk each time.
    private List<String> recentNames() {
        Names known = recent;
        if (System.nanoTime() - known.atNanos >= NAMES_NANOS) {
            known = new Names(source.names(), System.nanoTime());
            recent = known;
        }
        return known.names;
    }

    /// Tells the state of each mixture that may have changed, from now on, on the thread that changes it.
    public void onChange(Consumer<RepositoryEntry> listener) {
        listeners.add(listener);
    }

    private MixtureSlot newSlot(String name) {
        return new MixtureSlot(name, entry -> listeners.forEach(listener -> listener.accept(entry)));
    }

    /// The slot of a name that is known; one that is not yet in the table is not entered.
    private MixtureSlot slot(String name) {
        return slots.getOrDefault(name, newSlot(name));
    }

    /// Loads a mixture's release in force, for the first time or again, and lets it answer. When it cannot be
    /// loaded, what answered before goes on.
    ///
    /// @throws WitanException UNKNOWN_MIXTURE; or why it cannot be loaded
    public HostedMixture load(String name) {
        if (!source.names().contains(name)) {
            throw unknown(name);
        }
        MixtureSlot slot = slots.computeIfAbsent(name, this::newSlot);
        slot.operating.lock();
        try {
            requireOpen();
            slot.retired.join();
            return replace(slot, name);
        } finally {
            slot.operating.unlock();
        }
    }

    private HostedMixture replace(MixtureSlot slot, String name) {
        Optional<HostedMixture> old = slot.current();
        if (old.isEmpty()) {
            slot.is(State.LOADING, "");
        }
        boolean isLoaded = false;
        String reason = "internal error";
        try {
            slot.answerWith(start(source.load(name)));
            isLoaded = true;
        } catch (WitanException e) {
            reason = e.reason();
            throw e;
        } finally {
            if (!isLoaded) {
                slot.is(
                        old.isPresent() ? State.READY : State.UNAVAILABLE,
                        old.isPresent() ? "it could not be loaded again: " + reason : reason);
            }
        }
        old.ifPresent(hosted -> slot.retired = CompletableFuture.runAsync(() -> retireOrTell(hosted), BESIDE));
        return slot.current().orElseThrow();
    }

    /// What cannot be freed is lost, and no reason to load nothing any more.
    private void retireOrTell(HostedMixture hosted) {
        try {
            retire(hosted);
        } catch (RuntimeException e) {
            LOG.error("release {} of mixture {} could not be given back", hosted.version(), hosted.name(), e);
        }
    }

    private HostedMixture start(LoadedMixture loaded) {
        boolean isUp = false;
        try {
            WarmUp.of(loaded.mixture());
            CacheBounds bounds = LiveRules.bounds(loaded.configuration().spec().caches());
            HostedMixture hosted =
                    start(loaded, new MixtureCaches(loaded.mixture(), bounds, NanoClock.system(), hashSeed));
            isUp = true;
            return hosted;
        } finally {
            if (!isUp) {
                loaded.close();
            }
        }
    }

    /// Starts an engine for a release as it is served through its caches.
    private HostedMixture start(LoadedMixture loaded, MixtureCaches remembered) {
        Mixture mixture = remembered.mixture();
        boolean isUp = false;
        try {
            MixtureControl control = control(mixture.name());
            List<LiveControl> live = LiveRules.controls(loaded.configuration().spec(), mixture);
            MixtureStatistics statistics =
                    new MixtureStatistics(mixture, limits.batchRowsMax(), InstantSource.system());
            EngineObserver further = statistics;
            for (LiveControl it : live) {
                further = new BothObservers(further, it.observer());
            }
            EngineObserver observer = telemetry.observer(mixture, further);
            Engine engine = new Engine(mixture, limits, observer, NanoClock.system(), remembered.answers());
            HostedMixture hosted = letRun(control, engine, () -> {
                telemetry.watch(engine);
                control.attach(engine, live);
                watch(engine, remembered, live);
                return new HostedMixture(
                        loaded, engine, statistics, readLimits, exposure, this::startExpert, this::stop);
            });
            isUp = true;
            return hosted;
        } finally {
            if (!isUp) {
                telemetry.forget(mixture);
                remembered.close();
            }
        }
    }

    /// Does what makes an engine a hosted one; whatever comes in between, the engine does not stay behind.
    private HostedMixture letRun(MixtureControl control, Engine engine, Supplier<HostedMixture> hosting) {
        boolean isUp = false;
        try {
            HostedMixture hosted = hosting.get();
            isUp = true;
            return hosted;
        } finally {
            if (!isUp) {
                engine.close();
                control.detach(engine);
                unwatch(engine, false);
            }
        }
    }

    private void watch(Engine engine, MixtureCaches remembered, List<LiveControl> live) {
        Watched its = new Watched(
                remembered,
                () -> LiveRules.readings(remembered.counts()),
                () -> live.stream().flatMap(LiveRules::budgets).toList());
        watched.put(engine, its);
        telemetry.watchCaches(engine.mixture().name(), its.cacheReadings());
        telemetry.watchBudgets(engine.mixture().name(), its.budgetReadings());
    }

    private void unwatch(Engine engine, boolean isStopped) {
        Watched its = watched.remove(engine);
        if (its != null) {
            telemetry.forgetCaches(engine.mixture().name(), its.cacheReadings());
            telemetry.forgetBudgets(engine.mixture().name(), its.budgetReadings());
            if (isStopped) {
                its.caches().close();
            }
        }
    }

    /// The caches of an engine's release, and how they and its budgets are read.
    private record Watched(
            MixtureCaches caches,
            Supplier<List<CacheReading>> cacheReadings,
            Supplier<List<BudgetReading>> budgetReadings) {}

    private HostedMixture startExpert(HostedMixture owner, Mixture mixture) {
        MixtureControl control = control(owner.name());
        MixtureStatistics statistics = new MixtureStatistics(mixture, limits.batchRowsMax(), InstantSource.system());
        boolean isUp = false;
        EngineObserver observer = telemetry.observer(mixture, statistics);
        try {
            Engine engine = new Engine(mixture, limits, observer, NanoClock.system());
            HostedMixture hosted = letRun(control, engine, () -> {
                telemetry.watch(engine);
                control.overlay().attachAlone(engine);
                return new HostedMixture(owner, engine, statistics, readLimits);
            });
            isUp = true;
            return hosted;
        } finally {
            if (!isUp) {
                telemetry.forget(mixture);
            }
        }
    }

    /// Stops answering for a mixture and returns when its memory is given back. One that is not loaded stays so.
    ///
    /// @throws WitanException UNKNOWN_MIXTURE
    public void unload(String name) {
        if (!slots.containsKey(name) && !source.names().contains(name)) {
            throw unknown(name);
        }
        MixtureSlot slot = slots.computeIfAbsent(name, this::newSlot);
        slot.operating.lock();
        try {
            slot.retired.join();
            Optional<HostedMixture> old = slot.current();
            if (old.isPresent()) {
                slot.empty(State.UNLOADING, "");
                retire(old.get());
            }
            slot.is(State.UNAVAILABLE, "unloaded");
        } finally {
            slot.operating.unlock();
        }
    }

    /// Lets what was admitted end, and frees the rest. Every request ends within the longest deadline.
    private void retire(HostedMixture hosted) {
        hosted.retire()
                .completeOnTimeout(null, limits.deadlineMax().toNanos(), TimeUnit.NANOSECONDS)
                .join();
        hosted.engine().drain(limits.drainMax());
        free(hosted);
    }

    private void free(HostedMixture hosted) {
        boolean isStopped = hosted.exposed().close();
        isStopped &= stop(hosted);
        unwatch(hosted.engine(), isStopped);
        if (isStopped) {
            hosted.loaded().close();
        }
    }

    private boolean stop(HostedMixture hosted) {
        hosted.engine().close();
        telemetry.forget(hosted.mixture());
        control(hosted.loaded().mixture().name()).detach(hosted.engine());
        return hosted.engine().isStopped();
    }

    /// What changes the routing of a mixture that the host knows, whether it answers or not.
    ///
    /// @throws WitanException UNAVAILABLE when the log of its steers cannot be read
    public MixtureControl control(String name) {
        return controls.of(name);
    }

    /// How long a server lets its requests end.
    public Duration drainMax() {
        return limits.drainMax();
    }

    /// Lets every engine admit nothing more, and what it admitted end; answers whether all of it did.
    public boolean drain(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean isDone = true;
        for (HostedMixture hosted : allWithExperts()) {
            isDone &= hosted.engine().drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return isDone;
    }

    private void requireOpen() {
        if (isClosed) {
            throw new WitanException(ErrorCode.DRAINING, "the server is shutting down");
        }
    }

    private WitanException unknown(String name) {
        List<String> names = source.names();
        return new WitanException(
                ErrorCode.UNKNOWN_MIXTURE,
                "unknown mixture '%s'%s (mixtures: %s)"
                        .formatted(Excerpt.of(name), Suggestion.hint(name, names), String.join(", ", names)));
    }

    /// Stops every engine at once and gives its memory back; loads nothing more. A second call does nothing.
    @Override
    public void close() {
        isClosed = true;
        controls.close();
        List<MixtureSlot> all = new ArrayList<>(slots.values());
        for (MixtureSlot slot : all) {
            slot.operating.lock();
            try {
                Optional<HostedMixture> hosted = slot.current();
                slot.empty(State.UNAVAILABLE, "the server is shutting down");
                hosted.ifPresent(this::free);
                slot.retired
                        .completeOnTimeout(null, limits.drainMax().toNanos(), TimeUnit.NANOSECONDS)
                        .join();
            } finally {
                slot.operating.unlock();
            }
        }
    }
}
