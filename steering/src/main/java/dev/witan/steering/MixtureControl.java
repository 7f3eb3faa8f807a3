// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.Engine;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Everything that changes the routing of one mixture while it serves. It belongs to the mixture's name and
/// outlives its releases. Thread-safe.
public final class MixtureControl {
    private final String mixture;
    private final OverlayControl overlay;
    private final Optional<Steering> steering;
    private final Map<Engine, LoadControl> loads = new ConcurrentHashMap<>();

    MixtureControl(String mixture, OverlayControl overlay, Optional<Steering> steering) {
        this.mixture = mixture;
        this.overlay = overlay;
        this.steering = steering;
    }

    /// Lays what holds over an engine, before it answers its first request.
    public void attach(Engine engine, Optional<LoadControl> load) {
        overlay.attach(engine);
        load.ifPresent(control -> loads.put(engine, control));
    }

    /// Forgets an engine that answers no more.
    public void detach(Engine engine) {
        overlay.detach(engine);
        if (loads.remove(engine) != null && loads.isEmpty()) {
            overlay.change((state, _) -> state.withLoadBias(Map.of()));
        }
    }

    /// What persons steer.
    ///
    /// @throws WitanException UNAVAILABLE when there is no place for the log
    public Steering steering() {
        return steering.orElseThrow(() -> new WitanException(
                ErrorCode.UNAVAILABLE,
                "mixture '%s' cannot be steered: this server has no folder for its log".formatted(mixture)));
    }

    /// The live state and its overlay.
    public OverlayControl overlay() {
        return overlay;
    }

    void tick() {
        steering.ifPresent(Steering::tick);
        loads.values().forEach(load -> load.tick(overlay));
    }
}
