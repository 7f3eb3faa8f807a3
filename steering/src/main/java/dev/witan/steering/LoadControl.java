// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Mixture;
import dev.witan.engine.time.NanoClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Has the load of one engine's experts bias the selection, at a bounded rate. Thread-safe.
public final class LoadControl implements LiveControl {
    private final List<String> experts;
    private final LoadPolicy policy;
    private final LoadMeter meter;
    private final NanoClock clock;
    /// All guarded by this.
    private final LoadBias bias;

    /// Of each expert that is not local, the row time that was taken in.
    private final long[] seenNanos;

    private long lastNanos;

    public LoadControl(Mixture mixture, LoadPolicy policy, NanoClock clock) {
        this.experts = OverlayControl.ids(mixture);
        this.policy = policy;
        this.meter = LoadMeter.ofLocal(mixture);
        this.seenNanos = new long[experts.size()];
        this.clock = clock;
        this.bias = new LoadBias(policy, experts.size());
        this.lastNanos = clock.nanos();
    }

    @Override
    public EngineObserver observer() {
        return meter;
    }

    /// Lays another bias, if a period is over and the load has changed enough. Called again and again.
    @Override
    public synchronized void tick(OverlayControl overlay, Engine engine) {
        long now = clock.nanos();
        long elapsed = now - lastNanos;
        if (elapsed >= policy.periodNanos()) {
            lastNanos = now;
            bias.observe(rows(engine, elapsed), elapsed);
            Map<String, Float> biases = biases();
            overlay.change((state, _) -> state.withLoadBias(biases));
        }
    }

    /// How many rows each expert had on average: what local ones have done, and what the others were asked for,
    /// answered
    /// or not.
    private double[] rows(Engine engine, long elapsedNanos) {
        double[] rows = meter.take(elapsedNanos);
        for (int expert = 0; expert < rows.length; expert++) {
            long rowNanos = engine.rowNanos(expert);
            rows[expert] += (double) (rowNanos - seenNanos[expert]) / elapsedNanos;
            seenNanos[expert] = rowNanos;
        }
        return rows;
    }

    private Map<String, Float> biases() {
        Map<String, Float> biases = new HashMap<>();
        for (int expert = 0; expert < experts.size(); expert++) {
            if (bias.of(expert) != 0) {
                biases.put(experts.get(expert), bias.of(expert));
            }
        }
        return biases;
    }
}
