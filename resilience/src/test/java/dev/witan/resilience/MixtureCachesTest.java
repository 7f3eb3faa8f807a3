// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.AnswerCache;
import dev.witan.engine.Engine;
import dev.witan.engine.Mixture;
import dev.witan.engine.overlay.LiveOverlay;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.overlay.Overlay;
import dev.witan.engine.overlay.Permissions;
import dev.witan.engine.overlay.Steer;
import dev.witan.engine.overlay.SteerAction.Exclude;
import dev.witan.engine.overlay.SteerScope.Tenant;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.time.NanoClock;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Caches as a whole mixture is served through them, beside the same mixture without any.
class MixtureCachesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final CacheBounds ALL = new CacheBounds(1 << 20, false, 1 << 20, 1 << 20, MINUTE);
    private static final CacheBounds ANSWERS = new CacheBounds(0, false, 0, 1 << 20, MINUTE);
    private static final CacheBounds PARTS = new CacheBounds(1 << 20, false, 1 << 20, 0, MINUTE);
    private static final double[] ROW = {1, 2, 3};

    private final Arena arena = Arena.ofShared();
    private final Mixture plain = RandomMixture.in(arena, 1);
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private MixtureCaches caches(CacheBounds bounds) {
        return new MixtureCaches(plain, bounds, nanos::get, 42);
    }

    private static CacheCounts counts(MixtureCaches caches, String name) {
        return caches.counts().stream()
                .filter(counts -> counts.cache().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static InferenceRequest draw(SplittableRandom random) {
        double[][] rows = new double[1 + random.nextInt(5)][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new double[] {random.nextInt(3), random.nextInt(3), random.nextInt(3)};
        }
        return RandomMixture.request(rows);
    }

    private void answersTheSame(CacheBounds bounds, String... used) {
        SplittableRandom random = new SplittableRandom(7);
        try (MixtureCaches caches = caches(bounds);
                Engine without = RandomMixture.engine(plain, AnswerCache.OFF);
                Engine with = RandomMixture.engine(caches.mixture(), caches.answers())) {
            for (int i = 0; i < 300; i++) {
                InferenceRequest request = draw(random);
                assertThat(RandomMixture.answer(with, request, RandomMixture.asker()))
                        .isEqualTo(RandomMixture.answer(without, request, RandomMixture.asker()));
            }
            for (String name : used) {
                assertThat(counts(caches, name).hits()).as(name).isGreaterThan(100);
                assertThat(counts(caches, name).misses()).as(name).isBetween(10L, 400L);
                assertThat(counts(caches, name).savedMultiplyAdds()).as(name).isPositive();
            }
        }
    }

    @Test
    void aRememberedAnswerHasTheBitsOfAComputedOne() {
        answersTheSame(ANSWERS, "answers");
        answersTheSame(PARTS, "routing", "experts");
        answersTheSame(ALL, "answers");
    }

    @Test
    void whatIsOffIsNotThere() {
        try (MixtureCaches off = caches(new CacheBounds(0, false, 0, 0, MINUTE))) {
            assertThat(off.mixture()).isSameAs(plain);
            assertThat(off.answers()).isSameAs(AnswerCache.OFF);
            assertThat(off.counts()).isEmpty();
        }
    }

    private static RequestContext of(String tenant) {
        return new RequestContext("r", "anonymous", tenant, Set.of(), System.nanoTime() + 30_000_000_000L, "", false);
    }

    private static Overlay excluding(String expert, String tenant) {
        Instant noon = Instant.parse("2026-11-22T12:00:00Z");
        Steer steer =
                new Steer("s1", new Exclude(expert), new Tenant(tenant), "who", "why", noon, noon.plusSeconds(60), 1);
        return new LiveOverlay(1, RandomMixture.EXPERTS, Permissions.OPEN, LiveState.CALM.withSteers(List.of(steer)));
    }

    @Test
    void anAnswerUnderOneGuidanceIsNeverGivenUnderAnother() {
        InferenceRequest request = RandomMixture.request(ROW);
        try (MixtureCaches caches = caches(ALL);
                Engine without = RandomMixture.engine(plain, AnswerCache.OFF);
                Engine with = RandomMixture.engine(caches.mixture(), caches.answers())) {
            float[] usual = RandomMixture.answer(with, request, of("acme"));
            for (String expert : RandomMixture.EXPERTS) {
                with.lay(excluding(expert, "acme"));
                without.lay(excluding(expert, "acme"));
                assertThat(RandomMixture.answer(with, request, of("acme")))
                        .isEqualTo(RandomMixture.answer(without, request, of("acme")));
                assertThat(RandomMixture.answer(with, request, of("zeta"))).isEqualTo(usual);
            }
            with.lay(Overlay.NONE);
            assertThat(RandomMixture.answer(with, request, of("acme"))).isEqualTo(usual);
        }
    }

    @Test
    void theNextReleaseRemembersNothingOfTheLast() {
        Mixture next = RandomMixture.in(arena, 2);
        InferenceRequest request = RandomMixture.request(ROW);
        try (MixtureCaches first = caches(ALL);
                MixtureCaches second = new MixtureCaches(next, ALL, nanos::get, 42);
                Engine before = RandomMixture.engine(first.mixture(), first.answers());
                Engine after = RandomMixture.engine(second.mixture(), second.answers());
                Engine without = RandomMixture.engine(next, AnswerCache.OFF)) {
            float[] old = RandomMixture.answer(before, request, RandomMixture.asker());
            assertThat(RandomMixture.answer(after, request, RandomMixture.asker()))
                    .isEqualTo(RandomMixture.answer(without, request, RandomMixture.asker()))
                    .isNotEqualTo(old);
        }
    }

    @Test
    void explainedAndLiveAnswersAreNeitherRememberedNorRecalled() {
        InferenceRequest request = RandomMixture.request(ROW);
        try (MixtureCaches caches = caches(ANSWERS);
                Engine engine = RandomMixture.engine(caches.mixture(), caches.answers())) {
            RandomMixture.answer(engine, request, RandomMixture.asker().explained());
            assertThat(counts(caches, "answers").bytes()).isZero();
            engine.lay(new LiveOverlay(
                    1, RandomMixture.EXPERTS, Permissions.OPEN, LiveState.CALM.withLoadBias(Map.of("a", -0.1f))));
            RandomMixture.answer(engine, request, RandomMixture.asker());
            RandomMixture.answer(engine, request, RandomMixture.asker());
            assertThat(counts(caches, "answers").bytes()).isZero();
            assertThat(counts(caches, "answers").misses()).isZero();
        }
    }

    @Test
    void anAnswerIsForgottenAfterItsTime() {
        InferenceRequest request = RandomMixture.request(ROW);
        try (MixtureCaches caches = caches(ANSWERS);
                Engine engine = RandomMixture.engine(caches.mixture(), caches.answers())) {
            RandomMixture.answer(engine, request, RandomMixture.asker());
            nanos.addAndGet(MINUTE.toNanos() - 1);
            RandomMixture.answer(engine, request, RandomMixture.asker());
            assertThat(counts(caches, "answers").hits()).isEqualTo(1);
            nanos.addAndGet(MINUTE.toNanos());
            RandomMixture.answer(engine, request, RandomMixture.asker());
            assertThat(counts(caches, "answers").hits()).isEqualTo(1);
        }
    }

    @Test
    void rowsThatAreAlikeShareScoresAndTheDisagreementIsMeasured() {
        CacheBounds similar = new CacheBounds(1 << 20, true, 0, 0, MINUTE);
        SplittableRandom random = new SplittableRandom(3);
        try (MixtureCaches caches = caches(similar);
                Engine engine = RandomMixture.engine(caches.mixture(), caches.answers())) {
            assertThat(caches.mixture().isRepeatable()).isFalse();
            for (int i = 0; i < 4000; i++) {
                double[] row = {random.nextDouble(), random.nextDouble(), 0};
                RandomMixture.answer(engine, RandomMixture.request(row), RandomMixture.asker());
            }
            CacheCounts counts = counts(caches, "routing");
            assertThat(counts.hits()).isGreaterThan(3000);
            assertThat(counts.checked()).isBetween(counts.hits() / 70, counts.hits() / 60);
            assertThat(counts.disagreed()).isBetween(0L, counts.checked() / 3);
        }
    }

    @Test
    void aCacheKeepsWithinItsBytes() {
        RowCache cache = new RowCache(10_000, Duration.ZERO, NanoClock.system(), 1);
        float[] row = new float[4];
        for (int i = 0; i < 1000; i++) {
            row[0] = i % 10 == 0 ? -1 : i;
            RowKey key = RowKey.of("", row, 0, 4, 1);
            if (cache.find(key).isEmpty()) {
                cache.keep(key, new float[] {i});
            }
        }
        assertThat(cache.bytes()).isBetween(5_000L, 10_000L);
        row[0] = -1;
        assertThat(cache.find(RowKey.of("", row, 0, 4, 1)))
                .as("what is asked for often stays")
                .isPresent();
    }

    @Test
    void keysDifferInOneBitOrInTheirContext() {
        float[] rows = {0.0f, 1, -0.0f, 1, 0.0f, 1};
        assertThat(RowKey.of("", rows, 0, 2, 1)).isNotEqualTo(RowKey.of("", rows, 2, 2, 1));
        assertThat(RowKey.of("", rows, 0, 2, 1)).isEqualTo(RowKey.of("", rows, 4, 2, 1));
        assertThat(RowKey.of("a", rows, 0, 2, 1)).isNotEqualTo(RowKey.of("b", rows, 0, 2, 1));
        assertThat(RowKey.of("", rows, 0, 2, 1).hashCode())
                .isNotEqualTo(RowKey.of("", rows, 0, 2, 2).hashCode());
    }
}
