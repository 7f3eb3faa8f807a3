// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.overlay.Steer;
import dev.witan.engine.overlay.SteerAction;
import dev.witan.engine.overlay.SteerAction.Exclude;
import dev.witan.engine.overlay.SteerAction.Fallback;
import dev.witan.engine.overlay.SteerAction.Pin;
import dev.witan.engine.overlay.SteerAction.Reweight;
import dev.witan.engine.overlay.SteerAction.Spread;
import dev.witan.engine.overlay.SteerScope;
import dev.witan.engine.overlay.SteerScope.Everybody;
import dev.witan.engine.overlay.SteerScope.Tenant;
import dev.witan.engine.request.RequestContext;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteeringTest {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final int NO_FALLBACK = -1;

    @TempDir
    Path folder;

    private final Arena arena = Arena.ofShared();
    private final FakeTime time = new FakeTime();
    private final Engine engine = SmallMixture.engine(arena, NO_FALLBACK);

    @AfterEach
    void free() {
        engine.close();
        arena.close();
    }

    private Steering steering() {
        return steering(engine);
    }

    /// As after a start of the process: over the same log.
    private Steering steering(Engine over) {
        Steering steering = new Steering(
                "ads", new OverlayControl(), folder.resolve("state/ads/steers.jsonl"), time, SteerLimits.DEFAULTS);
        steering.control().attach(over);
        return steering;
    }

    private static SteerOrder order(SteerAction action, SteerScope scope) {
        return new SteerOrder(action, scope, "dana", "it answers nonsense", HALF_AN_HOUR);
    }

    private static SteerOrder exclude(String expert) {
        return order(new Exclude(expert), new Everybody());
    }

    private Guidance guidance(String tenant) {
        return engine.overlay().guidance(new RequestContext("r", "anonymous", tenant, Set.of(), 0, "", false));
    }

    @Test
    void aSteerHoldsAtOnceAndEndsWhenItIsUndone() {
        Steering steering = steering();
        Steer steer = steering.lay(exclude("cheap"));
        assertThat(steer.id()).isEqualTo("s1");
        assertThat(guidance("acme").reasonAgainst(0))
                .isEqualTo("excluded by dana until 2026-11-22T03:30:00Z: it answers nonsense (steer s1)");
        assertThat(engine.overlay().epoch()).isEqualTo(1);
        assertThat(engine.overlay().steers()).isEqualTo(1);
        steering.undo("s1", "kim", "fixed");
        assertThat(guidance("acme")).isSameAs(Guidance.NONE);
        assertThat(engine.overlay().epoch()).isEqualTo(2);
    }

    @Test
    void aSteerEndsByItselfWhenItsTimeIsOver() {
        Steering steering = steering();
        steering.lay(exclude("cheap"));
        time.pass(HALF_AN_HOUR.minusNanos(1));
        steering.tick();
        assertThat(guidance("acme").permits(0)).isFalse();
        time.pass(Duration.ofNanos(1));
        steering.tick();
        assertThat(guidance("acme").permits(0)).isTrue();
        assertThat(steering.acts())
                .extracting(act -> act.getClass().getSimpleName())
                .containsExactly("Laid", "Expired");
    }

    @Test
    void aNewProcessGoesOnWithWhatIsNotOver() {
        Steering before = steering();
        before.lay(exclude("cheap"));
        before.lay(order(new Reweight("standard", 0.5f), new Tenant("acme")));
        before.lay(order(new Spread(), new Everybody()));
        before.undo("s3", "dana", "");
        time.pass(Duration.ofMinutes(10));
        before.lay(exclude("premium"));
        time.pass(Duration.ofMinutes(25));
        Steering after = steering();
        assertThat(after.inForce()).extracting(Steer::id).containsExactly("s4");
        assertThat(guidance("acme").key()).isEqualTo("x2");
        assertThat(engine.overlay().epoch()).isGreaterThan(before.control().epoch());
        assertThat(after.lay(exclude("cheap")).id()).isEqualTo("s5");
    }

    @Test
    void aSteerOutlivesAReloadEvenIfItsExpertIsGoneMeanwhile() {
        Steering steering = steering();
        Steer steer = steering.lay(exclude("cheap"));
        try (Engine without = new Engine(
                SmallMixture.in(arena, List.of("other", "standard", "premium"), NO_FALLBACK),
                engine.limits(),
                EngineObserver.NONE,
                engine.clock())) {
            steering.control().attach(without);
            assertThat(steering.waits(steer)).isTrue();
            assertThat(without.overlay().guidance(RequestContext.local("r", 0)).permits(0))
                    .isTrue();
            steering.control().detach(engine);
            try (Engine again = SmallMixture.engine(arena, NO_FALLBACK)) {
                steering.control().attach(again);
                assertThat(steering.waits(steer)).isFalse();
                assertThat(again.overlay()
                                .guidance(RequestContext.local("r", 0))
                                .permits(0))
                        .isFalse();
            }
        }
    }

    private void refused(SteerOrder order, String message) {
        Steering steering = steering();
        long epoch = steering.control().epoch();
        assertThatThrownBy(() -> steering.lay(order))
                .isInstanceOf(WitanException.class)
                .hasMessage(message);
        assertThat(steering.control().epoch()).isEqualTo(epoch);
    }

    @Test
    void anOrderThatBreaksARuleIsRefusedInWordsThatHelp() {
        refused(
                exclude("premum"),
                "mixture 'ads' has no expert 'premum'; did you mean 'premium'? (experts: cheap, standard, premium)");
        refused(
                new SteerOrder(new Spread(), new Everybody(), "dana", " ", HALF_AN_HOUR),
                "why must have between 1 and 200 characters: ' '");
        refused(
                new SteerOrder(new Spread(), new Everybody(), "dana\n", "because", HALF_AN_HOUR),
                "who must be one line, without control characters: 'dana?'");
        refused(
                new SteerOrder(new Spread(), new Everybody(), "dana", "because", Duration.ofDays(8)),
                "a steer must hold for between 1s and 7d: 8d");
        refused(
                new SteerOrder(new Spread(), new Everybody(), "dana", "because", Duration.ZERO),
                "a steer must hold for between 1s and 7d: 0s");
        refused(
                order(new Reweight("cheap", 5000), new Everybody()),
                "factor must be between 0.001 and 1000.0 (to send an expert nothing, exclude it): 5000.0");
    }

    @Test
    void whoeverWouldBeLeftWithoutAnExpertIsNamed() {
        steering().lay(exclude("cheap"));
        refused(
                exclude("standard"),
                "excluding 'standard' would leave requests no expert: undo another exclusion first"
                        + " (witan steer ads list), or send everything to the fallback (witan steer ads fallback)");
        Steering steering = steering();
        steering.lay(order(new Exclude("standard"), new Tenant("acme")));
        refused(
                order(new Exclude("premium"), new Tenant("acme")),
                "excluding 'premium' would leave tenant 'acme' no expert: undo another exclusion first"
                        + " (witan steer ads list), or send everything to the fallback (witan steer ads fallback)");
    }

    @Test
    void aPinOfAnExcludedExpertAndMorePinsThanTheFanOutAreRefused() {
        Steering steering = steering();
        steering.lay(exclude("cheap"));
        refused(
                order(new Pin("cheap"), new Everybody()),
                "'cheap' is excluded, and an exclusion wins over a pin: undo it first (witan steer ads undo s1);"
                        + " steer s1 excludes 'cheap' for all requests: it answers nonsense"
                        + " (dana, until 2026-11-22T03:30:00Z)");
        steering.lay(order(new Pin("standard"), new Everybody()));
        refused(
                order(new Pin("premium"), new Everybody()),
                "the fan-out of 'ads' is 1, and as many experts are pinned already: undo a pin first"
                        + " (witan steer ads list)");
    }

    @Test
    void theFallbackNeedsOne() {
        refused(
                order(new Fallback(), new Everybody()),
                "mixture 'ads' has no fallback expert: name one as combine.fallback in its mixture.yaml and publish;"
                        + " meanwhile, spread evenly (witan steer ads spread) or exclude what is wrong");
        try (Engine withFallback = SmallMixture.engine(arena, 0)) {
            steering(withFallback).lay(order(new Fallback(), new Everybody()));
            assertThat(withFallback
                            .overlay()
                            .guidance(RequestContext.local("r", 0))
                            .fallsBack())
                    .isTrue();
        }
    }

    @Test
    void undoTellsWhatBecameOfASteer() {
        Steering steering = steering();
        steering.lay(exclude("cheap"));
        steering.undo("s1", "kim", "");
        assertThatThrownBy(() -> steering.undo("s1", "kim", ""))
                .hasMessage("steer 's1' is not in force on 'ads': it was undone by kim at 2026-11-22T03:00:00Z"
                        + " (in force: none)");
        assertThatThrownBy(() -> steering.undo("s9", "kim", ""))
                .hasMessage("steer 's9' is not in force on 'ads' (in force: none)");
    }

    @Test
    void thereIsABoundOnSteersInForce() {
        Steering steering = steering();
        for (int i = 0; i < SteerLimits.DEFAULTS.steersMax(); i++) {
            steering.lay(order(new Spread(), new Tenant("tenant-" + i)));
        }
        refused(
                order(new Spread(), new Everybody()),
                "64 steers are in force on 'ads', as many as may be: undo one first (witan steer ads list)");
    }

    @Test
    void withoutItsLogASteerIsNotLaid() throws IOException {
        Files.writeString(folder.resolve("state"), "a file where a folder should be");
        Steering steering = steering();
        assertThatThrownBy(() -> steering.lay(exclude("cheap")))
                .hasMessageStartingWith(
                        "the log of steers cannot be written (serve --state FOLDER puts it elsewhere): ");
        assertThat(guidance("acme")).isSameAs(Guidance.NONE);
    }

    @Test
    void withoutItsMixtureThereIsNothingToSteer() {
        Steering steering = steering();
        steering.control().detach(engine);
        assertThatThrownBy(() -> steering.lay(exclude("cheap")))
                .hasMessage("mixture 'ads' is not loaded: there is nothing to steer");
    }
}
