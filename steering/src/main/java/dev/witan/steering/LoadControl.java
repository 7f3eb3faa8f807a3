// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

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
    /// Both guarded by this.
    private final LoadBias bias;

    private long lastNanos;

    public LoadControl(Mixture mixture, LoadPolicy policy, NanoClock clock) {
        this.experts = OverlayControl.ids(mixture);
        this.policy = policy;
        this.meter = new LoadMeter(experts);
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
    public synchronized void tick(OverlayControl overlay) {
        long now = clock.nanos();
        long elapsed = now - lastNanos;
        if (elapsed >= policy.periodNanos()) {
            lastNanos = now;
            bias.observe(meter.take(elapsed), elapsed);
            Map<String, Float> biases = biases();
            overlay.change((state, _) -> state.withLoadBias(biases));
        }
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
