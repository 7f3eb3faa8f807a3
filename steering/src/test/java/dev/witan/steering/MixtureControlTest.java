// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import static dev.witan.engine.combine.CombineRule.NO_FALLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Engine;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.time.NanoClock;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MixtureControlTest {
    private static final Map<String, Float> LOAD = Map.of("cheap", 1f);

    private final Arena arena = Arena.ofShared();
    private final Engine old = SmallMixture.engine(arena, NO_FALLBACK);
    private final Engine next = SmallMixture.engine(arena, NO_FALLBACK);
    private final MixtureControl control = Controls.withoutLogs().of("ads");

    @BeforeEach
    void attach() {
        control.attach(old, List.of());
    }

    @AfterEach
    void free() {
        old.close();
        next.close();
        arena.close();
    }

    private void lay() {
        control.overlay()
                .change((state, _) -> state.withLoadBias(LOAD).withPrices(Map.of("cheap", 1f), Map.of("*", 2f)));
    }

    @Test
    void whatAReleaseLaidGoesWithItWhereTheNextOneLaysNothing() {
        lay();
        control.attach(next, List.of());
        control.detach(old);
        assertThat(control.overlay().state()).isEqualTo(LiveState.CALM);
    }

    @Test
    void whatTheNextReleaseLaysStays() {
        lay();
        LoadPolicy policy = new LoadPolicy(1f, Duration.ofSeconds(1));
        control.attach(next, List.of(new LoadControl(next.mixture(), policy, NanoClock.system())));
        control.detach(old);
        assertThat(control.overlay().state()).isEqualTo(LiveState.CALM.withLoadBias(LOAD));
    }
}
