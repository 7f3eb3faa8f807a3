// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.Engine;
import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.overlay.LiveOverlay;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.overlay.Steer;
import dev.witan.engine.overlay.SteerAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The live state of one mixture, and the engines over which it lies: while a release is handed over to the next,
/// that is both. Every change is a new overlay, with the next epoch, which lanes pick up with their next batch.
/// Thread-safe.
public final class OverlayControl {
    /// All guarded by this.
    private final List<Engine> engines = new ArrayList<>();
    /// Of experts that are asked one by one.
    private final List<Engine> alone = new ArrayList<>();

    private LiveState state = LiveState.CALM;
    private long epoch;

    /// Nothing is laid yet.
    public OverlayControl() {}

    /// A step from one state to the next.
    @FunctionalInterface
    public interface Change {
        /// The next state; when this throws, nothing has changed.
        ///
        /// @param epoch of the overlay that will hold it
        LiveState apply(LiveState now, long epoch);
    }

    /// Lays the state over an engine, before it answers its first request, and over it from then on.
    public synchronized void attach(Engine engine) {
        engines.add(engine);
        lay(engine);
    }

    /// Lays over an engine of one expert of the mixture what keeps rows from that expert: exclusions.
    /// Whatever else is steered is between experts, of which it has one.
    public synchronized void attachAlone(Engine engine) {
        alone.add(engine);
        layAlone(engine);
    }

    /// Forgets an engine that answers no more.
    public synchronized void detach(Engine engine) {
        engines.remove(engine);
        alone.remove(engine);
    }

    /// Lays another state, and returns when every batch that is formed from now on obeys it.
    public synchronized void change(Change change) {
        LiveState next = change.apply(state, epoch + 1);
        if (!next.equals(state)) {
            state = next;
            epoch++;
            layAll();
        }
    }

    /// Goes on after the epochs of a process before.
    synchronized void resume(LiveState from, long lastEpoch) {
        state = from;
        epoch = lastEpoch;
        layAll();
    }

    private void layAll() {
        engines.forEach(this::lay);
        alone.forEach(this::layAlone);
    }

    private void layAlone(Engine engine) {
        List<Steer> exclusions = state.steers().stream()
                .filter(steer -> steer.action() instanceof SteerAction.Exclude)
                .toList();
        lay(engine, LiveState.CALM.withSteers(exclusions));
    }

    private void lay(Engine engine) {
        lay(engine, state);
    }

    private void lay(Engine engine, LiveState laid) {
        Mixture mixture = engine.mixture();
        engine.lay(new LiveOverlay(epoch, ids(mixture), mixture.permissions(), laid));
    }

    static List<String> ids(Mixture mixture) {
        return mixture.layer().experts().stream().map(Expert::id).toList();
    }

    public synchronized LiveState state() {
        return state;
    }

    public synchronized long epoch() {
        return epoch;
    }

    /// The mixture that takes requests now; empty while none is loaded.
    public synchronized Optional<Mixture> mixture() {
        return engines.isEmpty()
                ? Optional.empty()
                : Optional.of(engines.getLast().mixture());
    }
}
