// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.response.Timings;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The third promise under fire: several lanes, experts that misbehave, callers that give up, bursts beyond the queue,
/// and an end in the middle. Every admitted request ends exactly once and in time, nothing is left behind, and what is
/// answered is what a lone request would get, or says that it is degraded.
class EngineStressTest {
    private static final int CALLERS = 4;
    private static final int REQUESTS_PER_CALLER = 2_000;
    private static final int COLUMNS = 4;
    private static final float[] FACTORS = {1, -2, 3, 5};
    private static final long SLACK_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final Limits LIMITS = new Limits(
            32, 128, 24, 24, 8, 3, 3, 2, 2, 0, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5));

    private final Kernels kernels = Kernels.available().getFirst();
    private final ConcurrentLinkedQueue<Throwable> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong latestNanos = new AtomicLong(Long.MIN_VALUE);

    private final EngineObserver counting = new EngineObserver() {
        @Override
        public void answered(int rows, Timings timings, boolean degraded) {
            ended.incrementAndGet();
            answered.incrementAndGet();
        }

        @Override
        public void failed(ErrorCode code, long nanos) {
            ended.incrementAndGet();
            if (code == ErrorCode.INTERNAL) {
                surprises.add(new AssertionError("INTERNAL"));
            }
        }

        @Override
        public void laneBroke(Throwable cause) {
            surprises.add(cause);
        }
    };

    @ParameterizedTest
    @CsvSource({"1, true", "2, false", "3, true", "4, false"})
    void everyAdmittedRequestEndsOnceInTimeAndRight(long seed, boolean drainsFirst) throws InterruptedException {
        try (Arena arena = Arena.ofShared();
                ScheduledExecutorService elsewhere = Executors.newScheduledThreadPool(2)) {
            Engine engine = engine(arena, elsewhere, seed);
            CountDownLatch half = new CountDownLatch(CALLERS * REQUESTS_PER_CALLER / 2);
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                SplittableRandom random = new SplittableRandom(100 * seed + caller);
                callers.add(Thread.ofPlatform().start(() -> call(engine, random, half)));
            }
            half.await();
            if (drainsFirst) {
                assertThat(engine.drain(Duration.ofSeconds(10)))
                        .as("seed %d", seed)
                        .isTrue();
            }
            engine.close();
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(engine.requestsOpen()).as("seed %d", seed).isZero();
            assertThat(engine.queueDepth()).as("seed %d", seed).isZero();
        }
        assertThat(surprises).as("seed %d", seed).isEmpty();
        assertThat(ended.get()).as("seed %d", seed).isEqualTo(admitted.get()).isPositive();
        assertThat(answered.get()).as("seed %d", seed).isPositive();
        assertThat(latestNanos.get()).as("seed %d", seed).isLessThan(SLACK_NANOS);
    }

    private Engine engine(Arena arena, ScheduledExecutorService elsewhere, long seed) {
        List<Fixtures.TestExpert> experts = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            experts.add(new ChaosExpert("e" + i, i % 2 == 0, FACTORS[i], seed + i, elsewhere, surprises));
        }
        return new Engine(Fixtures.scoredByColumns(arena, kernels, 2, experts), LIMITS, counting, System::nanoTime);
    }

    private void call(Engine engine, SplittableRandom random, CountDownLatch half) {
        List<CompletableFuture<?>> open = new ArrayList<>();
        for (int i = 0; i < REQUESTS_PER_CALLER; i++) {
            try {
                submit(engine, random, open);
            } catch (RuntimeException | Error e) {
                surprises.add(e);
            }
            half.countDown();
            if (open.size() > random.nextInt(40)) {
                open.forEach(CompletableFuture::join);
                open.clear();
            }
        }
        open.forEach(CompletableFuture::join);
    }

    private void submit(Engine engine, SplittableRandom random, List<CompletableFuture<?>> open) {
        double[][] rows = new double[1 + random.nextInt(random.nextInt(4) == 0 ? 24 : 3)][COLUMNS];
        for (double[] row : rows) {
            for (int column = 0; column < COLUMNS; column++) {
                row[column] = random.nextInt(-12, 13) / 4.0;
            }
        }
        long deadline = System.nanoTime() + random.nextInt(50_000_000);
        RequestContext context = RequestContext.local("request-1", deadline);
        if (engine.submit(Fixtures.rows(rows), random.nextInt(8) == 0 ? context.explained() : context)
                instanceof Admission.Admitted(Ticket ticket)) {
            admitted.incrementAndGet();
            open.add(ticket.outcome()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .whenComplete((outcome, error) -> check(rows, deadline, outcome, error)));
            if (random.nextInt(10) == 0) {
                ticket.cancel();
            }
        }
    }

    private void check(double[][] rows, long deadline, Outcome outcome, Throwable error) {
        latestNanos.accumulateAndGet(System.nanoTime() - deadline, Math::max);
        try {
            assertThat(error).isNull();
            if (outcome instanceof Outcome.Answered(var response)) {
                float[] values = Fixtures.values(outcome);
                for (int row = 0; row < rows.length; row++) {
                    checkRow(rows[row], values[row], response.degraded());
                }
            }
        } catch (RuntimeException | Error e) {
            surprises.add(e);
        }
    }

    private void checkRow(double[] row, float value, boolean degraded) {
        int best = best(row, -1);
        int next = best(row, best);
        float sum = 0;
        for (double column : row) {
            sum += (float) column;
        }
        float share = kernels.exp((float) row[next] - (float) row[best]);
        float total = 1 + share;
        float whole = Math.fma(share / total, FACTORS[next] * sum, Math.fma(1 / total, FACTORS[best] * sum, 0f));
        if (degraded) {
            assertThat(value).isIn(whole, FACTORS[best] * sum, FACTORS[next] * sum);
        } else {
            assertThat(value).isEqualTo(whole);
        }
    }

    private static int best(double[] row, int except) {
        int best = -1;
        for (int i = 0; i < row.length; i++) {
            if (i != except && (best < 0 || row[i] > row[best])) {
                best = i;
            }
        }
        return best;
    }
}
