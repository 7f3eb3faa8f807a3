// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.Engine;
import dev.witan.engine.Mixture;
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
    /// How many leases are held, and [#RETIRED] once no further one is given.
    private final AtomicInteger leases = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    HostedMixture(LoadedMixture loaded, Engine engine, MixtureStatistics statistics, ReadLimits limits) {
        this.loaded = loaded;
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

    /// Keeps the release in memory until the lease is closed; empty when it is retired.
    Optional<Lease> lease() {
        for (int held = leases.get(); held >= 0; held = leases.get()) {
            if (leases.compareAndSet(held, held + 1)) {
                return Optional.of(new Lease(this));
            }
        }
        return Optional.empty();
    }

    void leave() {
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
