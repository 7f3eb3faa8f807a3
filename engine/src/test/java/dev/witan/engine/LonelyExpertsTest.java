// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.overlay.Overlay;
import dev.witan.engine.overlay.Permission;
import dev.witan.engine.overlay.Permissions;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rows that a single expert is left for: the fallback, or one that is always on.
class LonelyExpertsTest {
    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private static CombineRule rule(int fallback) {
        return new CombineRule(new WeightedSum(), 1, CombineRule.PATIENCE_MAX, fallback);
    }

    private Engine engine(Router router, CombineRule rule, Permissions permissions) {
        Mixture open = Fixtures.scoredByColumns(
                arena,
                kernels,
                router,
                List.of(Fixtures.constant("a", 20), Fixtures.constant("b", 3)),
                rule,
                Execution.DEFAULTS);
        Mixture mixture = new Mixture(
                open.name(),
                open.release(),
                open.digest(),
                open.encoder(),
                open.layer(),
                open.head(),
                permissions,
                open.execution());
        return new Engine(mixture, Fixtures.limits(), EngineObserver.NONE, System::nanoTime);
    }

    @Test
    void theFallbackThatStandsInIsScaledAsAnyAnswerIs() {
        Router router = Router.builder(2).scale(2.5f).build();
        try (Engine engine = engine(router, rule(1), Permissions.OPEN)) {
            assertThat(Fixtures.values(
                            Fixtures.outcome(Fixtures.admit(engine, Fixtures.row(1, 0), Fixtures.context()))))
                    .containsExactly(50f);
            engine.lay(toTheFallback());
            assertThat(Fixtures.values(
                            Fixtures.outcome(Fixtures.admit(engine, Fixtures.row(1, 0), Fixtures.context()))))
                    .containsExactly(7.5f);
        }
    }

    private static Overlay toTheFallback() {
        return new Overlay() {
            @Override
            public long epoch() {
                return 1;
            }

            @Override
            public Guidance guidance(RequestContext context) {
                return Guidance.builder(2).fallBack().build();
            }
        };
    }

    @Test
    void aRequestThatOnlySharedExpertsMaySeeIsRefusedAtTheDoorUnlessOneOfThemIsTheFallback() {
        Permissions permissions =
                Permissions.of(List.of(new Permission(Set.of("acme"), Set.of()), Permission.UNTAGGED));
        Router router = Router.builder(1).shared(1).build();
        try (Engine engine = engine(router, rule(CombineRule.NO_FALLBACK), permissions)) {
            assertThatThrownBy(() -> engine.submit(Fixtures.row(1), Fixtures.context()))
                    .hasMessageStartingWith("no expert of mixture 'test' may see this request");
        }
        try (Engine engine = engine(router, rule(1), permissions)) {
            assertThat(Fixtures.values(Fixtures.outcome(Fixtures.admit(engine, Fixtures.row(1), Fixtures.context()))))
                    .containsExactly(3f);
        }
    }
}
