// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.Fixtures.TestExpert;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.Outcome;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {
    private static final long MILLISECOND = 1_000_000;

    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofShared();
    private final CountDownLatch gateOpen = new CountDownLatch(1);

    @AfterEach
    void freeMemory() {
        gateOpen.countDown();
        arena.close();
    }

    /// An engine over experts a, b, c that scores each by its own column, so that a row of a request chooses them.
    private Engine engine(int fanOut, TestExpert... experts) {
        return new Engine(
                Fixtures.scoredByColumns(arena, kernels, fanOut, List.of(experts)),
                Fixtures.limits(),
                EngineObserver.NONE,
                System::nanoTime);
    }

    private static ErrorCode failure(Ticket ticket) {
        return ((Outcome.Failed) Fixtures.outcome(ticket)).error().code();
    }

    @Test
    void theAnswerIsTheSoftmaxWeightedSumOfTheBestExperts() {
        try (Engine engine =
                engine(2, Fixtures.constant("a", 10), Fixtures.constant("b", 20), Fixtures.constant("c", 40))) {
            Ticket ticket = Fixtures.admit(engine, Fixtures.row(1, 0, 2), Fixtures.context());
            double weightOfC = Math.E / (1 + Math.E);
            assertThat(Fixtures.values(Fixtures.outcome(ticket))[0])
                    .isCloseTo((float) (40 * weightOfC + 10 * (1 - weightOfC)), within(1e-5f));
        }
    }

    @Test
    void aRequestLargerThanABatchIsAnsweredWholeAndInOrder() {
        try (Engine engine =
                engine(1, Fixtures.constant("a", 1), Fixtures.constant("b", 2), Fixtures.constant("c", 3))) {
            double[][] rows = new double[30][3];
            float[] expected = new float[30];
            for (int row = 0; row < 30; row++) {
                rows[row][row % 3] = 1;
                expected[row] = 1 + row % 3;
            }
            Ticket ticket = Fixtures.admit(engine, Fixtures.rows(rows), Fixtures.context());
            assertThat(Fixtures.values(Fixtures.outcome(ticket))).isEqualTo(expected);
        }
    }

    @Test
    void anExplainedAnswerNamesTheChosenExpertsAndWhyTheOthersWerePassedOver() {
        try (Engine engine =
                engine(2, Fixtures.constant("a", 10), Fixtures.constant("b", 20), Fixtures.constant("c", 40))) {
            Ticket ticket = Fixtures.admit(
                    engine, Fixtures.row(1, 0, 2), Fixtures.context().explained());
            var response = ((Outcome.Answered) Fixtures.outcome(ticket)).response();
            Decision decision = response.decisions().getFirst();
            assertThat(decision.chosen()).extracting(Decision.Choice::expert).containsExactly("c", "a");
            assertThat(decision.chosen()).extracting(Decision.Choice::fate).containsOnly("answered");
            assertThat(decision.passedOver())
                    .containsExactly(new Decision.PassedOver("b", 0, 0, "ranked 3 of 3; the fan-out is 2"));
            assertThat(response.release()).isEqualTo(3);
        }
    }

    @Test
    void withoutAFailedExpertTheOthersAnswerRenormalisedAndSaySo() {
        try (Engine engine = engine(2, failing("a"), Fixtures.constant("b", 20), Fixtures.constant("c", 40))) {
            Ticket ticket = Fixtures.admit(engine, Fixtures.row(2, 1, 0), Fixtures.context());
            Outcome outcome = Fixtures.outcome(ticket);
            assertThat(Fixtures.values(outcome)).containsExactly(20);
            assertThat(((Outcome.Answered) outcome).response().degraded()).isTrue();
        }
    }

    @Test
    void aRowWhoseExpertsAllFailedFailsAndItsNeighboursDoNot() {
        try (Engine engine = engine(1, failing("a"), Fixtures.constant("b", 20), throwing("c"))) {
            Ticket failed = Fixtures.admit(engine, Fixtures.row(2, 1, 0), Fixtures.context());
            Ticket thrown = Fixtures.admit(engine, Fixtures.row(0, 1, 2), Fixtures.context());
            Ticket fine = Fixtures.admit(engine, Fixtures.row(0, 1, 0), Fixtures.context());
            assertThat(failure(failed)).isEqualTo(ErrorCode.EXPERT_FAILED);
            assertThat(failure(thrown)).isEqualTo(ErrorCode.EXPERT_FAILED);
            assertThat(Fixtures.values(Fixtures.outcome(fine))).containsExactly(20);
        }
    }

    @Test
    void anOutputThatIsNotFiniteIsAFailureAndNeverAnAnswer() {
        try (Engine engine =
                engine(1, Fixtures.constant("a", Float.NaN), Fixtures.constant("b", 20), Fixtures.constant("c", 1))) {
            assertThat(failure(Fixtures.admit(engine, Fixtures.row(2, 1, 0), Fixtures.context())))
                    .isEqualTo(ErrorCode.EXPERT_FAILED);
        }
    }

    @Test
    void aSlowExpertHoldsOnlyTheRequestsThatNeedIt() throws InterruptedException {
        ManualExpert slow = new ManualExpert("slow");
        try (Engine engine = engine(1, slow, Fixtures.constant("b", 20), Fixtures.constant("c", 1))) {
            Ticket waits = Fixtures.admit(engine, Fixtures.row(2, 1, 0), Fixtures.context());
            ManualExpert.Submitted submitted = slow.take();
            Ticket goesOn = Fixtures.admit(engine, Fixtures.row(0, 1, 0), Fixtures.context());
            assertThat(Fixtures.values(Fixtures.outcome(goesOn))).containsExactly(20);
            assertThat(waits.outcome()).isNotDone();
            submitted.answer(7);
            assertThat(Fixtures.values(Fixtures.outcome(waits))).containsExactly(7);
        }
    }

    @Test
    void requestsOfOneBatchAreAnsweredIndependently() throws InterruptedException {
        ManualExpert slow = new ManualExpert("slow");
        BlockingExpert blocking = new BlockingExpert("blocking");
        try (Engine engine = engine(1, slow, blocking, Fixtures.constant("c", 1))) {
            Ticket first = Fixtures.admit(engine, Fixtures.row(0, 1, 0), Fixtures.context());
            blocking.entered.await();
            Ticket waits = Fixtures.admit(engine, Fixtures.row(1, 0, 0), Fixtures.context());
            Ticket goesOn = Fixtures.admit(engine, Fixtures.row(0, 0, 1), Fixtures.context());
            gateOpen.countDown();
            assertThat(Fixtures.values(Fixtures.outcome(first))).containsExactly(5);
            ManualExpert.Submitted submitted = slow.take();
            assertThat(Fixtures.values(Fixtures.outcome(goesOn))).containsExactly(1);
            assertThat(waits.outcome()).isNotDone();
            submitted.answer(7);
            submitted.completion().answered(submitted.batch());
            assertThat(Fixtures.values(Fixtures.outcome(waits))).containsExactly(7);
        }
    }

    @Test
    void aRequestThatNobodyAnswersInTimeFailsAtItsDeadline() {
        ManualExpert slow = new ManualExpert("slow");
        try (Engine engine = engine(1, slow, Fixtures.constant("b", 20), Fixtures.constant("c", 1))) {
            Ticket ticket = Fixtures.admit(engine, Fixtures.row(2, 1, 0), Fixtures.context(50 * MILLISECOND));
            assertThat(failure(ticket)).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            slow.queue.remove().answer(7);
            Ticket next = Fixtures.admit(engine, Fixtures.row(0, 1, 0), Fixtures.context());
            assertThat(Fixtures.values(Fixtures.outcome(next))).containsExactly(20);
        }
    }

    @Test
    void aFullQueueRefusesAndAdmitsAgainOnceThereIsRoom() throws InterruptedException {
        BlockingExpert blocking = new BlockingExpert("blocking");
        try (Engine engine = engine(1, blocking)) {
            Ticket first = Fixtures.admit(engine, Fixtures.row(1), Fixtures.context());
            blocking.entered.await();
            List<Ticket> waiting = List.of(admitOne(engine), admitOne(engine), admitOne(engine), admitOne(engine));
            assertThat(engine.submit(Fixtures.row(1), Fixtures.context()))
                    .isEqualTo(new Admission.Rejected(
                            ErrorCode.QUEUE_FULL, "the queue is full: 4 requests or 64 rows wait already"));
            assertThat(engine.queueDepth()).isEqualTo(4);
            gateOpen.countDown();
            waiting.forEach(ticket ->
                    assertThat(Fixtures.values(Fixtures.outcome(ticket))).containsExactly(5));
            assertThat(Fixtures.values(Fixtures.outcome(first))).containsExactly(5);
            assertThat(Fixtures.values(Fixtures.outcome(admitOne(engine)))).containsExactly(5);
            assertThat(engine.queueDepth()).isZero();
        }
    }

    private static Ticket admitOne(Engine engine) {
        return Fixtures.admit(engine, Fixtures.row(1), Fixtures.context());
    }

    @Test
    void aCancelledRequestIsSkippedAndEndsOnce() throws InterruptedException {
        BlockingExpert blocking = new BlockingExpert("blocking");
        try (Engine engine = engine(1, blocking)) {
            admitOne(engine);
            blocking.entered.await();
            Ticket cancelled = admitOne(engine);
            cancelled.cancel();
            gateOpen.countDown();
            assertThat(failure(cancelled)).isEqualTo(ErrorCode.CANCELLED);
            assertThat(engine.drain(Duration.ofSeconds(10))).isTrue();
            assertThat(blocking.rows).isEqualTo(1);
        }
    }

    @Test
    void drainingLetsAdmittedRequestsEndAndRefusesNewOnes() throws InterruptedException {
        BlockingExpert blocking = new BlockingExpert("blocking");
        try (Engine engine = engine(1, blocking)) {
            Ticket running = admitOne(engine);
            blocking.entered.await();
            Ticket waiting = admitOne(engine);
            assertThat(engine.drain(Duration.ofMillis(5))).isFalse();
            assertThat(engine.submit(Fixtures.row(1), Fixtures.context()))
                    .isInstanceOfSatisfying(
                            Admission.Rejected.class,
                            rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.DRAINING));
            gateOpen.countDown();
            assertThat(engine.drain(Duration.ofSeconds(10))).isTrue();
            assertThat(running.outcome()).isDone();
            assertThat(waiting.outcome()).isDone();
        }
    }

    @Test
    void closingDoesNotWaitForeverForAnExpertThatDoesNotReturn() throws InterruptedException {
        BlockingExpert blocking = new BlockingExpert("blocking");
        Engine engine = new Engine(
                Fixtures.scoredByColumns(arena, kernels, 1, List.of(blocking)),
                Fixtures.limits(Duration.ofMillis(20)),
                EngineObserver.NONE,
                System::nanoTime);
        Ticket ticket = admitOne(engine);
        blocking.entered.await();
        engine.close();
        assertThat(engine.isStopped()).as("the expert still computes").isFalse();
        gateOpen.countDown();
        assertThat(Fixtures.outcome(ticket)).isNotNull();
        while (!engine.isStopped()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void closingFailsWhatAnExpertNeverAnswered() throws InterruptedException {
        ManualExpert slow = new ManualExpert("slow");
        Engine engine = engine(1, slow);
        Ticket ticket = admitOne(engine);
        slow.take();
        engine.close();
        assertThat(failure(ticket)).isEqualTo(ErrorCode.DRAINING);
    }

    @Test
    void refusesMoreRowsThanARequestMayHaveAndUnknownColumns() {
        try (Engine engine = engine(1, Fixtures.constant("a", 1))) {
            assertThatThrownBy(() -> engine.submit(Fixtures.rows(new double[33][1]), Fixtures.context()))
                    .isInstanceOf(WitanException.class)
                    .hasMessage("a request may have 32 rows: it has 33");
            assertThatThrownBy(() -> engine.submit(
                            Fixtures.rows(new double[17][1]), Fixtures.context().explained()))
                    .isInstanceOf(WitanException.class)
                    .hasMessage("a request to be explained may have 16 rows: it has 17");
            InferenceRequest typo = new InferenceRequest(List.of(new Column.Numbers("y0", new double[1])));
            assertThatThrownBy(() -> engine.submit(typo, Fixtures.context()))
                    .isInstanceOf(WitanException.class)
                    .hasMessage("unknown column 'y0'; did you mean 'x0'? (columns: x0)");
            assertThat(engine.queueDepth()).isZero();
            assertThat(engine.requestsOpen()).isZero();
        }
    }

    private static TestExpert failing(String id) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                completion.failed(batch, new WitanException(ErrorCode.EXPERT_FAILED, "out of order"));
            }
        };
    }

    private static TestExpert throwing(String id) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                throw new IllegalStateException("broken on purpose");
            }
        };
    }

    /// A local expert that holds its lane until the test opens the gate, then answers 5.
    private final class BlockingExpert extends TestExpert {
        final CountDownLatch entered = new CountDownLatch(1);
        volatile int rows;

        BlockingExpert(String id) {
            super(id, true);
        }

        @Override
        void submit(ExpertBatch batch, ExpertCompletion completion) {
            entered.countDown();
            try {
                assertThat(gateOpen.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            rows += batch.rows();
            write(batch, 5);
            completion.answered(batch);
        }
    }
}
