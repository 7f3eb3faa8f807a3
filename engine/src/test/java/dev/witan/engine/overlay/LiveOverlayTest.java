// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import static dev.witan.engine.overlay.PermissionsTest.asker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.overlay.SteerAction.Exclude;
import dev.witan.engine.overlay.SteerAction.Fallback;
import dev.witan.engine.overlay.SteerAction.Pin;
import dev.witan.engine.overlay.SteerAction.Reweight;
import dev.witan.engine.overlay.SteerAction.Spread;
import dev.witan.engine.overlay.SteerScope.Everybody;
import dev.witan.engine.overlay.SteerScope.Tag;
import dev.witan.engine.overlay.SteerScope.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveOverlayTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final List<String> EXPERTS = List.of("cheap", "standard", "premium");

    private final List<Steer> steers = new ArrayList<>();
    private LiveState state = LiveState.CALM;
    private Permissions permissions = Permissions.untagged(3);

    private void steer(SteerAction action, SteerScope scope) {
        steers.add(new Steer(
                "s" + (steers.size() + 1),
                action,
                scope,
                "dana",
                "it is off",
                NOON,
                NOON.plus(Duration.ofHours(1)),
                7));
    }

    private Guidance guidance(String tenant, String... tags) {
        return new LiveOverlay(7, EXPERTS, permissions, state.withSteers(steers)).guidance(asker(tenant, tags));
    }

    @Test
    void nothingLaidSaysNothing() {
        assertThat(guidance("acme")).isSameAs(Guidance.NONE);
    }

    @Test
    void anExclusionTellsWhoUntilWhenAndWhy() {
        steer(new Exclude("premium"), new Everybody());
        Guidance guidance = guidance("acme");
        assertThat(guidance.permits(2)).isFalse();
        assertThat(guidance.reasonAgainst(2))
                .isEqualTo("excluded by dana until 2026-11-22T13:00:00Z: it is off (steer s1)");
        assertThat(guidance.steers())
                .containsExactly("steer s1 excludes 'premium' for all requests: it is off"
                        + " (dana, until 2026-11-22T13:00:00Z)");
        assertThat(guidance.isLive()).isFalse();
    }

    @Test
    void aSteerHoldsForItsTenantOrTagAlone() {
        permissions = Permissions.OPEN;
        steer(new Exclude("cheap"), new Tenant("acme"));
        steer(new Exclude("standard"), new Tag("eu"));
        assertThat(guidance("acme").key()).isEqualTo("x0");
        assertThat(guidance("zeta", "eu", "more").key()).isEqualTo("x1");
        assertThat(guidance("acme", "eu").key()).isEqualTo("x0x1");
        assertThat(guidance("zeta", "more")).isSameAs(Guidance.NONE);
    }

    @Test
    void noSteerBringsAForbiddenExpertBack() {
        permissions = Permissions.of(
                List.of(Permission.UNTAGGED, Permission.UNTAGGED, new Permission(Set.of("acme"), Set.of())));
        steer(new Pin("premium"), new Everybody());
        assertThat(guidance("acme").pinned()).containsExactly(2);
        assertThat(guidance("zeta").pinned()).isEmpty();
        steer(new Exclude("premium"), new Everybody());
        assertThat(guidance("acme").pinned()).isEmpty();
        assertThat(guidance("zeta").reasonAgainst(2)).isEqualTo("serves only tenant 'acme'");
    }

    @Test
    void ofSeveralWeightsForOneExpertTheNewestHolds() {
        steer(new Reweight("cheap", 0.5f), new Everybody());
        steer(new Reweight("cheap", 0.1f), new Everybody());
        assertThat(guidance("acme").factor(0)).isEqualTo(0.1f);
        assertThat(guidance("acme").factor(1)).isEqualTo(1f);
        assertThat(guidance("acme").steers()).hasSize(2);
    }

    @Test
    void spreadAndFallbackAreTold() {
        steer(new Spread(), new Tenant("acme"));
        steer(new Fallback(), new Tenant("zeta"));
        assertThat(guidance("acme").spreads()).isTrue();
        assertThat(guidance("zeta").fallsBack()).isTrue();
        assertThat(guidance("acme").key()).isEqualTo("s");
        assertThat(guidance("zeta").key()).isEqualTo("f");
    }

    @Test
    void aSteerForAnExpertThatTheReleaseLacksWaits() {
        steer(new Exclude("retired"), new Everybody());
        steer(new Reweight("retired", 2), new Everybody());
        steer(new Pin("retired"), new Everybody());
        assertThat(guidance("acme")).isSameAs(Guidance.NONE);
    }

    @Test
    void loadAndPriceAddToTheSelectionScoreAndAreLive() {
        state = state.withLoadBias(Map.of("cheap", -0.25f))
                .withPrices(Map.of("cheap", 1f, "premium", 10f), Map.of(LiveState.EVERYBODY, 0.1f, "acme", 0.2f));
        assertThat(guidance("zeta").bias(0)).isEqualTo(-0.35f);
        assertThat(guidance("zeta").bias(2)).isEqualTo(-1f);
        assertThat(guidance("acme").bias(2)).isEqualTo(-2f);
        assertThat(guidance("acme").bias(1)).isZero();
        assertThat(guidance("acme").isLive()).isTrue();
        assertThat(guidance("acme").key()).isNotEqualTo(guidance("zeta").key());
    }

    @Test
    void aKeyHoldsWhatDecidesAndNotWhoOrdered() {
        steer(new Exclude("premium"), new Everybody());
        String first = guidance("acme").key();
        steers.clear();
        steers.add(
                new Steer("s9", new Exclude("premium"), new Everybody(), "kim", "other", NOON, NOON.plusSeconds(1), 9));
        assertThat(guidance("zeta").key()).isEqualTo(first);
        steer(new Reweight("cheap", 2), new Everybody());
        assertThat(guidance("zeta").key()).isNotEqualTo(first);
    }
}
