// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.overlay.Steer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What persons steer on one mixture. A steer takes effect at once and is logged before; it ends when its time is
/// over or somebody undoes it. It outlives a reload of the mixture and, through the log, the process. Thread-safe.
public final class Steering {
    private final String mixture;
    private final OverlayControl control;
    private final SteerLog log;
    private final InstantSource time;
    private final SteerLimits limits;
    private final OrderRules rules;
    /// How each steer of the log ended, of the last ones; guarded by this.
    private final Map<String, String> ends = new LinkedHashMap<>();

    private int lastNumber;
    private int unreadable;
    private String trouble = "";

    /// Steers that a log remembers and whose time is not over are in force from the first request on.
    ///
    /// @param logFile need not be there yet
    /// @throws WitanException UNAVAILABLE when the log is there and cannot be read: one may forbid
    ///     something
    public Steering(String mixture, OverlayControl control, Path logFile, InstantSource time, SteerLimits limits) {
        this.mixture = mixture;
        this.control = control;
        this.log = new SteerLog(logFile);
        this.time = time;
        this.limits = limits;
        this.rules = new OrderRules(limits);
        remember();
    }

    private void remember() {
        SteerLog.Contents contents = log.read();
        Map<String, Steer> inForce = new LinkedHashMap<>();
        long epoch = 0;
        for (SteerAct act : contents.acts()) {
            switch (act) {
                case SteerAct.Laid(Steer steer) -> {
                    inForce.put(steer.id(), steer);
                    lastNumber = Math.max(lastNumber, number(steer.id()));
                    epoch = Math.max(epoch, steer.epoch());
                }
                case SteerAct.Undone undone -> {
                    inForce.remove(undone.id());
                    ended(undone);
                    epoch = Math.max(epoch, undone.epoch());
                }
                case SteerAct.Expired expired -> {
                    inForce.remove(expired.id());
                    ended(expired);
                    epoch = Math.max(epoch, expired.epoch());
                }
                case SteerAct.Torn _ -> {}
            }
        }
        unreadable = contents.unreadable();
        control.resume(control.state().withSteers(List.copyOf(inForce.values())), epoch);
        tick();
    }

    private static int number(String id) {
        return id.matches("s[0-9]{1,9}") ? Integer.parseInt(id.substring(1)) : 0;
    }

    private void ended(SteerAct.Undone undone) {
        ended(undone.id(), "it was undone by %s at %s".formatted(undone.who(), undone.at()));
    }

    private void ended(SteerAct.Expired expired) {
        ended(expired.id(), "its time was over at " + expired.at());
    }

    private void ended(String id, String how) {
        ends.put(id, how);
        if (ends.size() > limits.actsShownMax()) {
            ends.remove(ends.keySet().iterator().next());
        }
    }

    /// Lays a steer: when this returns it is on disk, and every batch that is formed from now on obeys it.
    ///
    /// @throws WitanException INVALID_INPUT when it breaks a rule; UNAVAILABLE when the mixture is not loaded or
    ///     the log cannot be written. Nothing has changed then.
    public synchronized Steer lay(SteerOrder order) {
        rules.requireWellFormed(order);
        tick();
        Mixture loaded = control.mixture()
                .orElseThrow(() -> new WitanException(
                        ErrorCode.UNAVAILABLE,
                        "mixture '%s' is not loaded: there is nothing to steer".formatted(mixture)));
        List<Steer> laid = new ArrayList<>();
        control.change((now, epoch) -> {
            Instant created = time.instant();
            Steer steer = new Steer(
                    "s" + (lastNumber + 1),
                    order.action(),
                    order.scope(),
                    order.who(),
                    order.why(),
                    created,
                    created.plus(order.holds()),
                    epoch);
            laid.add(steer);
            LiveState next = now.withSteers(with(now.steers(), steer));
            rules.requireFits(order, loaded, now, next);
            log.append(new SteerAct.Laid(steer));
            lastNumber++;
            return next;
        });
        return laid.getFirst();
    }

    private static List<Steer> with(List<Steer> steers, Steer further) {
        List<Steer> all = new ArrayList<>(steers);
        all.add(further);
        return all;
    }

    /// Ends a steer: when this returns that is on disk, and no batch that is formed from now on obeys it.
    ///
    /// @param why `""` when it was not said
    /// @throws WitanException INVALID_INPUT when no such steer is in force; UNAVAILABLE when the log cannot be
    ///     written
    public synchronized Steer undo(String id, String who, String why) {
        rules.requireText("who", who);
        if (!why.isEmpty()) {
            rules.requireText("why", why);
        }
        tick();
        Steer steer = find(id).orElseThrow(() -> notInForce(id));
        control.change((now, epoch) -> {
            SteerAct.Undone undone = new SteerAct.Undone(time.instant(), id, who, why, epoch);
            log.append(undone);
            ended(undone);
            return without(now, id);
        });
        return steer;
    }

    private Optional<Steer> find(String id) {
        return inForce().stream().filter(steer -> steer.id().equals(id)).findFirst();
    }

    private static LiveState without(LiveState state, String id) {
        return state.withSteers(
                state.steers().stream().filter(steer -> !steer.id().equals(id)).toList());
    }

    private WitanException notInForce(String id) {
        List<String> known = inForce().stream().map(Steer::id).toList();
        String ended = ends.containsKey(id) ? ": " + ends.get(id) : "";
        return WitanException.invalidInput("steer '%s' is not in force on '%s'%s (in force: %s)"
                .formatted(Excerpt.of(id), mixture, ended, known.isEmpty() ? "none" : String.join(", ", known)));
    }

    /// Ends what is over. Called again and again; ending does not wait for the log, and a steer that is over in the
    /// log is never laid again.
    public synchronized void tick() {
        Instant now = time.instant();
        for (Steer steer : inForce()) {
            if (steer.isOver(now)) {
                control.change((state, _) -> without(state, steer.id()));
                SteerAct.Expired expired = new SteerAct.Expired(now, steer.id(), control.epoch());
                ended(expired);
                note(expired);
            }
        }
    }

    private void note(SteerAct.Expired expired) {
        try {
            log.append(expired);
            trouble = "";
        } catch (WitanException e) {
            trouble = e.reason();
        }
    }

    /// The steers in force, in the order in which they were laid.
    public List<Steer> inForce() {
        return control.state().steers();
    }

    /// Whether a steer is about an expert that the release in force does not have; it holds again when one has.
    public boolean waits(Steer steer) {
        return control.mixture()
                .map(OverlayControl::ids)
                .flatMap(ids -> steer.action().subject().map(expert -> !ids.contains(expert)))
                .orElse(false);
    }

    /// The last acts of the log, oldest first, at most `actsShownMax`.
    public synchronized List<SteerAct> acts() {
        List<SteerAct> all = log.read().acts();
        return all.subList(Math.max(0, all.size() - limits.actsShownMax()), all.size());
    }

    /// What is wrong with the log, in words; `""` when nothing is.
    public synchronized String trouble() {
        String edited = unreadable == 0
                ? ""
                : "%d lines of the log of steers are not readable, and do not count: %s"
                        .formatted(unreadable, log.file());
        return edited.isEmpty() || trouble.isEmpty() ? edited + trouble : edited + "; " + trouble;
    }

    public Path logFile() {
        return log.file();
    }

    public String mixture() {
        return mixture;
    }

    public OverlayControl control() {
        return control;
    }
}
