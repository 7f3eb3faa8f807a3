// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.Engine;
import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.request.RequestContext;
import dev.witan.model.load.LoadedMixture;
import dev.witan.observability.MixtureStatistics;
import dev.witan.server.protocol.InferReader;
import dev.witan.server.protocol.InferWriter;
import dev.witan.server.protocol.ProtoInferReader;
import dev.witan.server.protocol.ProtoInferWriter;
import dev.witan.server.protocol.ReadLimits;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// One release that is served: its memory, its engine, and what it has done. Thread-safe.
///
/// Whoever answers a request holds a [Lease] meanwhile; the host frees the release once it is retired and nobody
/// holds one.
public final class HostedMixture {
    private static final int RETIRED = Integer.MIN_VALUE;

    private final LoadedMixture loaded;
    private final Engine engine;
    private final MixtureStatistics statistics;
    private final InferReader reader;
    private final InferWriter writer;
    private final ProtoInferReader protoReader;
    private final ProtoInferWriter protoWriter;
    private final ExposedExperts exposed;
    /// Whose leases keep the memory: this, or the release that an exposed expert is of.
    private final HostedMixture owner;
    /// How many leases are held, and [#RETIRED] once no further one is given.
    private final AtomicInteger leases = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    /// A release.
    ///
    /// @param startExpert makes an engine for an expert that is exposed
    /// @param stopExpert closes it, and answers whether nothing of it computes any more
    HostedMixture(
            LoadedMixture loaded,
            Engine engine,
            MixtureStatistics statistics,
            ReadLimits limits,
            Exposure exposure,
            BiFunction<HostedMixture, Mixture, HostedMixture> startExpert,
            Predicate<HostedMixture> stopExpert) {
        this.loaded = loaded;
        this.owner = this;
        this.exposed =
                new ExposedExperts(engine.mixture(), exposure, mixture -> startExpert.apply(this, mixture), stopExpert);
        this.engine = engine;
        this.statistics = statistics;
        this.reader = new InferReader(engine.mixture(), limits);
        this.writer = new InferWriter(engine.mixture());
        this.protoReader = new ProtoInferReader(engine.mixture(), limits);
        this.protoWriter = new ProtoInferWriter(engine.mixture());
    }

    /// An exposed expert of a release.
    HostedMixture(HostedMixture owner, Engine engine, MixtureStatistics statistics, ReadLimits limits) {
        this.loaded = owner.loaded;
        this.owner = owner;
        this.exposed = new ExposedExperts(engine.mixture(), Exposure.MIXTURES, _ -> owner, _ -> true);
        this.engine = engine;
        this.statistics = statistics;
        this.reader = new InferReader(engine.mixture(), limits);
        this.writer = new InferWriter(engine.mixture());
        this.protoReader = new ProtoInferReader(engine.mixture(), limits);
        this.protoWriter = new ProtoInferWriter(engine.mixture());
    }

    public Engine engine() {
        return engine;
    }

    public Mixture mixture() {
        return engine.mixture();
    }

    public String name() {
        return engine.mixture().name();
    }

    /// The release, as callers write it.
    public String version() {
        return Integer.toString(engine.mixture().release());
    }

    /// The release; of an exposed expert, the one that it belongs to.
    public LoadedMixture loaded() {
        return loaded;
    }

    public MixtureStatistics statistics() {
        return statistics;
    }

    public InferReader reader() {
        return reader;
    }

    public InferWriter writer() {
        return writer;
    }

    public ProtoInferReader protoReader() {
        return protoReader;
    }

    public ProtoInferWriter protoWriter() {
        return protoWriter;
    }

    /// The experts of it that may be asked one by one.
    ExposedExperts exposed() {
        return exposed;
    }

    /// Refuses a request that a person keeps for now from the expert that it asks alone.
    ///
    /// @throws WitanException UNAVAILABLE, with the reason
    void requireOpen(RequestContext context) {
        if (owner == this) {
            return;
        }
        Guidance guidance = engine.overlay().guidance(context);
        boolean isPermitted = mixture().permissions().guidance(context).permits(0);
        if (isPermitted && !guidance.permits(0)) {
            throw new WitanException(
                    ErrorCode.UNAVAILABLE,
                    "expert '%s' gets no rows of this request now: %s".formatted(name(), guidance.reasonAgainst(0)));
        }
    }

    /// Keeps the release, and the engine of the exposed expert, until the lease is closed; empty when one is retired.
    Optional<Lease> lease() {
        if (!owner.enter()) {
            return Optional.empty();
        }
        if (owner != this && !enter()) {
            owner.exit();
            return Optional.empty();
        }
        return Optional.of(new Lease(this));
    }

    /// Gives no further lease if none is held now; answers whether so.
    boolean retireIdle() {
        return leases.compareAndSet(0, RETIRED);
    }

    private boolean enter() {
        for (int held = leases.get(); held >= 0; held = leases.get()) {
            if (leases.compareAndSet(held, held + 1)) {
                return true;
            }
        }
        return false;
    }

    void leave() {
        if (owner != this) {
            exit();
        }
        owner.exit();
    }

    private void exit() {
        if (leases.decrementAndGet() == RETIRED) {
            idle.complete(null);
        }
    }

    /// Gives no further lease. Ends once the last one is closed.
    CompletableFuture<Void> retire() {
        int held = leases.getAndUpdate(count -> count | RETIRED);
        if (held == 0) {
            idle.complete(null);
        }
        return idle;
    }
}
