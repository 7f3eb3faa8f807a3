// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.Engine;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that changes the routing of one mixture while it serves. It belongs to the mixture's name and
/// outlives its releases. Thread-safe.
public final class MixtureControl {
    private final String mixture;
    private final OverlayControl overlay;
    private final Optional<Steering> steering;
    /// Guarded by itself; controls are ticked under its lock, so that none lays anything for an engine that is gone.
    private final Map<Engine, List<LiveControl>> live = new HashMap<>();

    MixtureControl(String mixture, OverlayControl overlay, Optional<Steering> steering) {
        this.mixture = mixture;
        this.overlay = overlay;
        this.steering = steering;
    }

    /// Lays what holds over an engine, before it answers its first request.
    public void attach(Engine engine, List<LiveControl> controls) {
        overlay.attach(engine);
        synchronized (live) {
            live.put(engine, List.copyOf(controls));
        }
    }

    /// Forgets an engine that answers no more, and what its controls laid, unless those of another engine lay the
    /// same.
    public void detach(Engine engine) {
        overlay.detach(engine);
        synchronized (live) {
            live.remove(engine);
            if (!isControlledBy(LoadControl.class)) {
                overlay.change((state, _) -> state.withLoadBias(Map.of()));
            }
            if (!isControlledBy(BudgetControl.class)) {
                overlay.change((state, _) -> state.withPrices(Map.of(), Map.of()));
            }
        }
    }

    private boolean isControlledBy(Class<? extends LiveControl> kind) {
        return live.values().stream().flatMap(List::stream).anyMatch(kind::isInstance);
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
        synchronized (live) {
            live.forEach((engine, controls) -> controls.forEach(control -> control.tick(overlay, engine)));
        }
    }
}
