// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Fixtures.TestExpert;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.Timings;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the engine does when a part of it misbehaves, or when two things happen at once.
class EngineFaultsTest {
    private static final long SECOND = 1_000_000_000;

    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofShared();
    private final Semaphore turns = new Semaphore(0);
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void freeMemory() {
        turns.release(1_000);
        arena.close();
    }

    private Engine engine(TestExpert... experts) {
        return engine(Fixtures.limits(), EngineObserver.NONE, experts);
    }

    private Engine engine(Limits limits, EngineObserver observer, TestExpert... experts) {
        return new Engine(
                Fixtures.scoredByColumns(arena, kernels, 1, List.of(experts)), limits, observer, System::nanoTime);
    }

    private Ticket admit(Engine engine, double... row) {
        return Fixtures.admit(engine, Fixtures.row(row), Fixtures.context());
    }

    private static ErrorCode failure(Ticket ticket) {
        return ((Outcome.Failed) Fixtures.outcome(ticket)).error().code();
    }

    @Test
    void anExpertThatThrowsErrorsCostsTheLaneNothing() {
        TestExpert broken = acting("broken", batch -> {
            throw new StackOverflowError("on purpose");
        });
        try (Engine engine = engine(broken, Fixtures.constant("b", 20))) {
            for (int i = 0; i <= engine.limits().batchesInFlightMax(); i++) {
                assertThat(failure(admit(engine, 1, 0))).isEqualTo(ErrorCode.EXPERT_FAILED);
            }
            assertThat(Fixtures.values(Fixtures.outcome(admit(engine, 0, 1)))).containsExactly(20);
        }
    }

    @Test
    void aCompletionThatComesTwiceIsNotTakenForThatOfALaterBatch() throws InterruptedException {
        ManualExpert slow = new ManualExpert("slow");
        try (Engine engine = engine(slow, Fixtures.constant("b", 20))) {
            Ticket first = admit(engine, 1, 0);
            ManualExpert.Submitted completed = slow.take();
            completed.answer(7);
            assertThat(Fixtures.values(Fixtures.outcome(first))).containsExactly(7);
            for (int i = 0; i < engine.limits().batchesInFlightMax(); i++) {
                Ticket later = admit(engine, 1, 0);
                ManualExpert.Submitted submitted = slow.take();
                completed.completion().answered(completed.batch());
                submitted.answer(8);
                assertThat(Fixtures.values(Fixtures.outcome(later))).containsExactly(8);
            }
        }
    }

    @Test
    void aRequestThatIsStillEncodedWhenTheEngineClosesIsRefused() {
        AtomicReference<Engine> engine = new AtomicReference<>();
        Mixture mixture = mixture(zeroGate(), request -> engine.get().close());
        engine.set(new Engine(mixture, Fixtures.limits(), EngineObserver.NONE, System::nanoTime));
        assertThat(engine.get().submit(Fixtures.row(1), Fixtures.context()))
                .isInstanceOfSatisfying(
                        Admission.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.DRAINING));
        assertThat(engine.get().requestsOpen()).isZero();
        assertThat(engine.get().queueDepth()).isZero();
    }

    @Test
    void closingTwiceIsClosingOnce() {
        Engine engine = engine(Fixtures.constant("a", 1));
        engine.close();
        engine.close();
        assertThat(engine.isDraining()).isTrue();
    }

    @Test
    void aDeadlineDeepInTheQueueIsKeptWhileOthersAreServed() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(2);
        TestExpert stepwise = stepwise(entered);
        try (Engine engine = new Engine(
                Fixtures.scoredByColumns(arena, kernels, 1, List.of(stepwise)),
                Fixtures.limits(),
                EngineObserver.NONE,
                now::get)) {
            admitUntil(engine, 8, 40 * SECOND);
            awaitEntered(entered, 1);
            admitUntil(engine, 8, 40 * SECOND);
            admitUntil(engine, 8, 40 * SECOND);
            Ticket deep = admitUntil(engine, 1, SECOND);
            now.set(2 * SECOND);
            turns.release();
            awaitEntered(entered, 0);
            assertThat(deep.outcome()).isDone();
            assertThat(failure(deep)).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            turns.release(10);
        }
    }

    @Test
    void noRequestMayTakeLongerThanTheLimitWhateverItsDeadlineSays() throws InterruptedException {
        ManualExpert slow = new ManualExpert("slow");
        try (Engine engine = new Engine(
                Fixtures.scoredByColumns(arena, kernels, 1, List.of(slow)),
                Fixtures.limits(),
                EngineObserver.NONE,
                now::get)) {
            Ticket ticket = admitUntil(engine, 1, 3600 * SECOND);
            ManualExpert.Submitted submitted = slow.take();
            now.set(61 * SECOND);
            assertThat(failure(ticket)).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            submitted.answer(1);
        }
    }

    @Test
    void whatWasGivenUpLeavesTheQueueAlsoWhileNoBatchIsFree() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(2);
        try (Engine engine = pipelined(stepwise(entered))) {
            holdEveryBatch(engine, entered);
            for (int i = 0; i < 100; i++) {
                admit(engine, 1).cancel();
            }
            long patience = System.nanoTime() + 30 * SECOND;
            while (engine.queueDepth() > 0 && System.nanoTime() - patience < 0) {
                Thread.onSpinWait();
            }
            assertThat(engine.queueDepth()).isZero();
            turns.release(1_000);
        }
    }

    /// An engine whose two batches are both held by its expert, one on a compute thread and one on the lane.
    private Engine pipelined(TestExpert expert) {
        Mixture mixture = Fixtures.scoredByColumns(
                arena,
                kernels,
                1,
                List.of(expert),
                CombineRule.of(new WeightedSum()),
                new Execution(Strategy.PIPELINED));
        return new Engine(mixture, Fixtures.limits(32, 8, 3), EngineObserver.NONE, System::nanoTime);
    }

    private void holdEveryBatch(Engine engine, CountDownLatch entered) throws InterruptedException {
        for (int held = 1; held <= engine.limits().batchesInFlightMax(); held++) {
            admit(engine, 1);
            awaitEntered(entered, engine.limits().batchesInFlightMax() - held);
        }
    }

    @Test
    void whoeverWaitsForAnOutcomeMayUseTheEngineFromAnotherThread() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(2);
        Engine engine = pipelined(stepwise(entered));
        holdEveryBatch(engine, entered);
        CompletableFuture<Integer> depth = admit(engine, 1)
                .outcome()
                .thenApply(outcome -> CompletableFuture.supplyAsync(engine::queueDepth, Thread::startVirtualThread)
                        .orTimeout(5, TimeUnit.SECONDS)
                        .join());
        CompletableFuture<Void> closed = CompletableFuture.runAsync(engine::close, Thread::startVirtualThread);
        turns.release(1_000);
        closed.join();
        assertThat(depth).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(0);
    }

    @Test
    void drainingWaitsUntilTheOutcomeIsThere() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        EngineObserver slowObserver = new EngineObserver() {
            @Override
            public void answered(int rows, Timings timings, boolean degraded) {
                told.countDown();
                turns.acquireUninterruptibly();
            }
        };
        try (Engine engine = engine(Fixtures.limits(), slowObserver, Fixtures.constant("a", 1))) {
            Ticket ticket = admit(engine, 1);
            told.await();
            assertThat(engine.drain(Duration.ofMillis(5))).isFalse();
            turns.release();
            assertThat(engine.drain(Duration.ofSeconds(30))).isTrue();
            assertThat(ticket.outcome()).isDone();
        }
    }

    @Test
    void anObserverThatThrowsHarmsNobody() {
        EngineObserver throwing = new EngineObserver() {
            @Override
            public void batchFormed(int requests, int rows) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void expertAnswered(String expert, int rows, long nanos) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void answered(int rows, Timings timings, boolean degraded) {
                throw new IllegalStateException("on purpose");
            }
        };
        try (Engine engine = engine(Fixtures.limits(), throwing, Fixtures.constant("a", 1))) {
            for (int i = 0; i < 5; i++) {
                assertThat(Fixtures.values(Fixtures.outcome(admit(engine, 1)))).containsExactly(1);
            }
        }
    }

    @Test
    void aBatchThatBrokeIsNotReportedAsTheOneBeforeIt() {
        AtomicReference<RuntimeException> fault = new AtomicReference<>();
        ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        EngineObserver observer = new EngineObserver() {
            @Override
            public void gated(int rows, long nanos) {
                events.add("gated " + rows);
            }

            @Override
            public void expertAnswered(String expert, int rows, long nanos) {
                events.add("answered " + rows);
            }
        };
        Mixture mixture = mixture(faultyGate(fault), request -> {});
        try (Engine engine = new Engine(mixture, Fixtures.limits(), observer, System::nanoTime)) {
            Fixtures.outcome(admit(engine, 1));
            fault.set(new IllegalStateException("on purpose"));
            assertThat(failure(admit(engine, 1))).isEqualTo(ErrorCode.INTERNAL);
            fault.set(null);
            Fixtures.outcome(Fixtures.admit(engine, Fixtures.rows(new double[2][1]), Fixtures.context()));
        }
        assertThat(events).containsExactly("gated 1", "answered 1", "gated 2", "answered 2");
    }

    @Test
    void aRequestOfSeveralBatchesIsTakenByEveryFreeLane() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(2);
        try (Engine engine = engine(lanes(2), EngineObserver.NONE, stepwise(entered))) {
            Ticket ticket = Fixtures.admit(engine, Fixtures.rows(new double[16][1]), Fixtures.context());
            awaitEntered(entered, 0);
            turns.release(2);
            assertThat(Fixtures.values(Fixtures.outcome(ticket))).hasSize(16);
        }
    }

    @Test
    void anInterruptThatAnExpertLeavesBehindIsGoneInTheNextTurn() {
        List<Boolean> interrupted = new ArrayList<>();
        TestExpert expert = acting("a", batch -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });
        try (Engine engine = engine(expert)) {
            Fixtures.outcome(admit(engine, 1));
            turns.release();
            Fixtures.outcome(admit(engine, 1));
        }
        assertThat(interrupted).containsExactly(false, false);
    }

    @Test
    void refusesRequestsThatNoArrayCouldHold() {
        Limits limits = Fixtures.limits(10_000_000, 8, 1);
        TestExpert[] experts = new TestExpert[120];
        for (int i = 0; i < experts.length; i++) {
            experts[i] = Fixtures.constant("e" + i, 1);
        }
        assertThatThrownBy(() -> engine(limits, EngineObserver.NONE, experts))
                .hasMessage("requestRowsMax must be at most 8947848 for rows of 240 values: 10000000");
    }

    @Test
    void refusesARouterForAnotherNumberOfExperts() {
        assertThatThrownBy(() -> new MoeLayer(
                        kernels,
                        zeroGate(),
                        Router.topK(new float[2], 1),
                        List.of(Fixtures.constant("a", 1)),
                        new WeightedSum()))
                .hasMessage("the router must know every expert: it knows 2 of 1");
    }

    private Ticket admitUntil(Engine engine, int rows, long deadlineNanos) {
        return Fixtures.admit(
                engine, Fixtures.rows(new double[rows][1]), RequestContext.local("request-1", deadlineNanos));
    }

    private static void awaitEntered(CountDownLatch entered, int left) throws InterruptedException {
        long patience = System.nanoTime() + 30 * SECOND;
        while (entered.getCount() > left && System.nanoTime() - patience < 0) {
            Thread.onSpinWait();
        }
        assertThat(entered.getCount()).isLessThanOrEqualTo(left);
    }

    private static Limits lanes(int lanes) {
        Limits one = Fixtures.limits();
        return new Limits(
                one.queueRequestsMax(),
                one.queueRowsMax(),
                one.requestRowsMax(),
                one.explainedRowsMax(),
                one.batchRowsMax(),
                one.batchesInFlightMax(),
                lanes,
                one.computeThreads(),
                one.tileRows(),
                one.sharedWorkMin(),
                one.deadlineDefault(),
                one.deadlineMax(),
                one.drainMax());
    }

    private interface Act {
        void on(ExpertBatch batch);
    }

    /// A local expert that does something and then answers 1.
    private static TestExpert acting(String id, Act act) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                act.on(batch);
                write(batch, 1);
                completion.answered(batch);
            }
        };
    }

    /// A local expert that takes a permit for every batch, and tells when it has begun one.
    private TestExpert stepwise(CountDownLatch entered) {
        return acting("stepwise", batch -> {
            entered.countDown();
            turns.acquireUninterruptibly();
        });
    }

    private interface WhileEncoding {
        void run(InferenceRequest request);
    }

    /// One expert behind a gate and an encoder that misbehave.
    private Mixture mixture(Gate gate, WhileEncoding whileEncoding) {
        TestExpert expert = Fixtures.constant("a", 1);
        expert.inputs = 1;
        Encoder encoder = new Encoder() {
            @Override
            public int dimensions() {
                return 1;
            }

            @Override
            public List<ColumnSpec> columns() {
                return List.of();
            }

            @Override
            public void encode(InferenceRequest request, float[] rows) {
                whileEncoding.run(request);
            }
        };
        MoeLayer layer = new MoeLayer(kernels, gate, Router.topK(new float[1], 1), List.of(expert), new WeightedSum());
        return new Mixture("test", 3, "digest", encoder, layer, new RegressionHead(0, 1));
    }

    private static Gate zeroGate() {
        return faultyGate(new AtomicReference<>());
    }

    private static Gate faultyGate(AtomicReference<RuntimeException> fault) {
        return new Gate() {
            @Override
            public int experts() {
                return 1;
            }

            @Override
            public int dimensions() {
                return 1;
            }

            @Override
            public int scratchWidth() {
                return 0;
            }

            @Override
            public void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores) {
                if (fault.get() != null) {
                    throw fault.get();
                }
            }
        };
    }
}
