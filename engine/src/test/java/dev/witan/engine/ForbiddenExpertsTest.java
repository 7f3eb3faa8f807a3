// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Fixtures.TestExpert;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.overlay.LiveOverlay;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.overlay.Permission;
import dev.witan.engine.overlay.Permissions;
import dev.witan.engine.overlay.Steer;
import dev.witan.engine.overlay.SteerAction;
import dev.witan.engine.overlay.SteerScope;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is configured and steered, an expert that may not see a request never does.
class ForbiddenExpertsTest {
    private static final List<String> IDS = List.of("a", "b", "c", "d");
    private static final List<String> TENANTS = List.of("acme", "zeta", "default");
    private static final List<String> TAGS = List.of("pii", "eu");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Arena arena = Arena.ofShared();
    private final Set<String> executed = new ConcurrentSkipListSet<>();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private TestExpert recording(String id) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                executed.add(id);
                write(batch, 1);
                completion.answered(batch);
            }
        };
    }

    private Engine engine(Permissions permissions) {
        return engine(permissions, CombineRule.NO_FALLBACK);
    }

    private Engine engine(Permissions permissions, int fallback) {
        Mixture open = Fixtures.scoredByColumns(
                arena,
                Kernels.available().getFirst(),
                2,
                IDS.stream().map(this::recording).toList());
        CombineRule rule = new CombineRule(new WeightedSum(), 1, CombineRule.PATIENCE_MAX, fallback);
        MoeLayer layer = new MoeLayer(
                open.layer().kernels(),
                open.layer().gate(),
                open.layer().router(),
                open.layer().experts(),
                rule);
        Mixture mixture = new Mixture(
                open.name(),
                open.release(),
                open.digest(),
                open.encoder(),
                layer,
                open.head(),
                permissions,
                open.execution());
        return new Engine(mixture, Fixtures.limits(), EngineObserver.NONE, System::nanoTime);
    }

    private static <T> Set<T> some(SplittableRandom random, List<T> all) {
        Set<T> chosen = new HashSet<>(all);
        chosen.removeIf(_ -> random.nextInt(3) > 0);
        return chosen;
    }

    private static <T> T one(SplittableRandom random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static SteerScope scope(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> new SteerScope.Everybody();
            case 1 -> new SteerScope.Tenant(one(random, TENANTS));
            default -> new SteerScope.Tag(one(random, TAGS));
        };
    }

    private static SteerAction action(SplittableRandom random) {
        String expert = one(random, IDS);
        return switch (random.nextInt(6)) {
            case 0, 1 -> new SteerAction.Exclude(expert);
            case 2 -> new SteerAction.Pin(expert);
            case 3 -> new SteerAction.Reweight(expert, 100);
            case 4 -> new SteerAction.Spread();
            default -> new SteerAction.Fallback();
        };
    }

    private static List<Steer> steers(SplittableRandom random) {
        List<Steer> steers = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            steers.add(new Steer("s" + i, action(random), scope(random), "who", "why", NOON, NOON.plusSeconds(60), 1));
        }
        return steers;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noForbiddenExpertIsEverExecuted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Permission> permitted = IDS.stream()
                .map(_ -> new Permission(
                        random.nextBoolean() ? Set.of() : some(random, TENANTS), Set.copyOf(some(random, TAGS))))
                .toList();
        Permissions permissions = Permissions.of(permitted);
        try (Engine engine = engine(permissions, random.nextInt(5) - 1)) {
            for (int round = 0; round < 50; round++) {
                List<Steer> steers = steers(random);
                engine.lay(new LiveOverlay(
                        round,
                        IDS,
                        permissions,
                        LiveState.CALM.withSteers(steers).withLoadBias(Map.of(one(random, IDS), 50f))));
                RequestContext asker = new RequestContext(
                        "r" + round,
                        "anonymous",
                        one(random, TENANTS),
                        some(random, TAGS),
                        System.nanoTime() + 30_000_000_000L,
                        "",
                        random.nextBoolean());
                ask(engine, asker, random);
                assertThat(executed)
                        .as("seed %d, round %d, %s, %s, %s", seed, round, asker, permitted, steers)
                        .allMatch(id -> mayRun(permitted.get(IDS.indexOf(id)), id, asker, steers));
                executed.clear();
            }
        }
    }

    private static void ask(Engine engine, RequestContext asker, SplittableRandom random) {
        double[] scores = random.doubles(IDS.size(), -3, 3).toArray();
        try {
            Fixtures.outcome(Fixtures.admit(engine, Fixtures.row(scores), asker));
        } catch (WitanException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN);
        }
    }

    /// The rules again, in other words than those of the product.
    private static boolean mayRun(Permission permission, String id, RequestContext asker, List<Steer> steers) {
        boolean serves = permission.tenants().isEmpty() || permission.tenants().contains(asker.tenant());
        boolean sees = permission.tags().containsAll(asker.tags());
        boolean isExcluded = steers.stream()
                .anyMatch(steer -> steer.action().equals(new SteerAction.Exclude(id))
                        && switch (steer.scope()) {
                            case SteerScope.Everybody _ -> true;
                            case SteerScope.Tenant(String name) -> name.equals(asker.tenant());
                            case SteerScope.Tag(String name) -> asker.tags().contains(name);
                        });
        return serves && sees && !isExcluded;
    }

    @Test
    void aRequestThatNoExpertMaySeeIsRefusedAtTheDoor() {
        try (Engine engine = engine(Permissions.untagged(4))) {
            RequestContext tagged = new RequestContext(
                    "r", "anonymous", "acme", Set.of("pii"), System.nanoTime() + 30_000_000_000L, "", false);
            assertThatThrownBy(() -> engine.submit(Fixtures.row(1, 2, 3, 4), tagged))
                    .isInstanceOf(WitanException.class)
                    .hasMessage(
                            "no expert of mixture 'test' may see this request, of tenant 'acme' with the data tags pii");
            assertThat(executed).isEmpty();
        }
    }

    /// Load acts on selection and on nothing else: whatever the sign and the level of the scores, the busy expert
    /// loses rows, and the weights of those that are chosen stay those of the gate.
    @ParameterizedTest
    @ValueSource(doubles = {-2, 0, 2})
    void loadTakesRowsFromABusyExpertAtAnyLevelOfScoresAndChangesNoWeight(double level) {
        try (Engine engine = engine(Permissions.OPEN)) {
            double[] scores = {level + 3, level + 2, level + 1, level - 9};
            Outcome usual = Fixtures.outcome(Fixtures.admit(
                    engine, Fixtures.row(scores), Fixtures.context().explained()));
            assertThat(chosen(usual)).containsExactly("a", "b");
            engine.lay(new LiveOverlay(
                    1, IDS, Permissions.OPEN, LiveState.CALM.withLoadBias(Map.of("a", -1.5f, "d", 0.5f))));
            Outcome busy = Fixtures.outcome(Fixtures.admit(
                    engine, Fixtures.row(scores), Fixtures.context().explained()));
            assertThat(chosen(busy)).containsExactlyInAnyOrder("b", "a");
            assertThat(weight(busy, "a")).isEqualTo(weight(usual, "a"));
            engine.lay(new LiveOverlay(2, IDS, Permissions.OPEN, LiveState.CALM.withLoadBias(Map.of("a", -2.5f))));
            Outcome busier = Fixtures.outcome(Fixtures.admit(
                    engine, Fixtures.row(scores), Fixtures.context().explained()));
            assertThat(chosen(busier)).containsExactly("b", "c");
        }
    }

    private static List<String> chosen(Outcome outcome) {
        return ((Outcome.Answered) outcome)
                .response().decisions().getFirst().chosen().stream()
                        .map(choice -> choice.expert())
                        .toList();
    }

    private static float weight(Outcome outcome, String expert) {
        return ((Outcome.Answered) outcome)
                .response().decisions().getFirst().chosen().stream()
                        .filter(choice -> choice.expert().equals(expert))
                        .findFirst()
                        .orElseThrow()
                        .weight();
    }
}
