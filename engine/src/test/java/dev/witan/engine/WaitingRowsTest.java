// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.Fixtures.TestExpert;
import dev.witan.engine.ManualExpert.Submitted;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.overlay.Overlay;
import dev.witan.engine.request.Purpose;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.request.RequestOptions;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rows that wait for experts that are not local: what they hold up, which is nothing, and how they end.
class WaitingRowsTest {
    private static final long SECOND = 1_000_000_000;
    private static final double HALF = 1 / (1 + Math.E);

    private final Kernels kernels = Kernels.available().getFirst();
    private final Arena arena = Arena.ofShared();
    private final AtomicLong now = new AtomicLong(7 * SECOND);
    private final ManualExpert slow = new ManualExpert("slow");

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private Engine engine(int fanOut, CombineRule rule, TestExpert... experts) {
        return engine(Fixtures.limits(), fanOut, rule, experts);
    }

    private Engine engine(Limits limits, int fanOut, CombineRule rule, TestExpert... experts) {
        Mixture mixture = Fixtures.scoredByColumns(arena, kernels, fanOut, List.of(experts), rule, Execution.DEFAULTS);
        return new Engine(mixture, limits, EngineObserver.NONE, now::get);
    }

    private static CombineRule rule(int quorum, Duration patience, int fallback) {
        return new CombineRule(new WeightedSum(), quorum, patience, fallback);
    }

    private static final CombineRule PLAIN = CombineRule.of(new WeightedSum());

    private RequestContext context() {
        return RequestContext.local("request-1", now.get() + 10 * SECOND);
    }

    private Ticket admit(Engine engine, double... row) {
        return Fixtures.admit(engine, Fixtures.row(row), context().explained());
    }

    private static InferenceResponse response(Ticket ticket) {
        return ((Outcome.Answered) Fixtures.outcome(ticket)).response();
    }

    private static Decision decision(Ticket ticket) {
        return response(ticket).decisions().getFirst();
    }

    private static WitanException failure(Ticket ticket) {
        return ((Outcome.Failed) Fixtures.outcome(ticket)).error();
    }

    private static float value(Ticket ticket) {
        return Fixtures.values(Fixtures.outcome(ticket))[0];
    }

    private static TestExpert failing(String id) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                completion.failed(batch, new WitanException(ErrorCode.EXPERT_FAILED, "out of order"));
            }
        };
    }

    @Test
    void aSlowExpertHoldsNoLaneHoweverManyRowsWaitForIt() throws InterruptedException {
        try (Engine engine = engine(1, PLAIN, slow, Fixtures.constant("b", 20))) {
            List<Ticket> waiting = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                waiting.add(admit(engine, 1, 0));
                assertThat(value(admit(engine, 0, 1))).isEqualTo(20);
            }
            assertThat(engine.rowsPending()).isEqualTo(100);
            assertThat(waiting).noneMatch(ticket -> ticket.outcome().isDone());
            for (int answered = 0; answered < 100; ) {
                Submitted submitted = slow.take();
                answered += submitted.batch().rows();
                submitted.answer(7);
            }
            assertThat(waiting).allSatisfy(ticket -> assertThat(value(ticket)).isEqualTo(7));
            assertThat(slow.batches.get())
                    .as("rows gathered while calls were in flight")
                    .isLessThan(20);
            assertThat(engine.rowsPending()).isZero();
        }
    }

    @Test
    void whatLocalExpertsSaidWaitsWithTheRowForTheOthers() throws InterruptedException {
        try (Engine engine = engine(2, PLAIN, slow, Fixtures.constant("b", 20), Fixtures.constant("c", 1))) {
            Ticket waits = admit(engine, 1, 2, 0);
            Submitted submitted = slow.take();
            for (int i = 0; i < 20; i++) {
                assertThat(value(admit(engine, 0, 1, 1))).isEqualTo(10.5f);
            }
            submitted.answer(40);
            assertThat(value(waits)).isCloseTo((float) (40 * HALF + 20 * (1 - HALF)), within(1e-5f));
            assertThat(decision(waits).chosen())
                    .extracting(Decision.Choice::fate)
                    .containsOnly("answered");
            assertThat(decision(waits).caveats()).isEmpty();
        }
    }

    @Test
    void oncePatienceIsOverAQuorumSufficesAndTheLateCallIsCancelled() throws InterruptedException {
        try (Engine engine = engine(2, rule(1, Duration.ofSeconds(1), -1), slow, Fixtures.constant("b", 20))) {
            Ticket ticket = admit(engine, 1, 2);
            Submitted submitted = slow.take();
            AtomicInteger cancelled = new AtomicInteger();
            submitted.batch().onCancel(cancelled::incrementAndGet);
            assertThat(ticket.outcome()).isNotDone();
            now.addAndGet(SECOND);
            assertThat(value(ticket)).isEqualTo(20);
            assertThat(response(ticket).degraded()).isTrue();
            assertThat(decision(ticket).caveats()).containsExactly("degraded: 1 of 2 experts answered");
            assertThat(decision(ticket).chosen())
                    .extracting(Decision.Choice::fate)
                    .containsExactly("answered", "not waited for any longer");
            assertThat(cancelled).hasValue(1);
            submitted.answer(9);
        }
    }

    @Test
    void withoutAQuorumPatienceEndsNothingButTheFallbackIsAskedAndTheFirstOfBothAnswers() throws InterruptedException {
        ManualExpert standIn = new ManualExpert("standIn");
        CombineRule rule = rule(2, Duration.ofSeconds(1), 2);
        try (Engine engine = engine(2, rule, slow, Fixtures.constant("b", 20), standIn)) {
            Ticket first = admit(engine, 1, 2, -9);
            Submitted late = slow.take();
            now.addAndGet(SECOND);
            standIn.take().answer(5);
            assertThat(value(first)).isEqualTo(5);
            assertThat(response(first).degraded()).isTrue();
            assertThat(decision(first).caveats())
                    .containsExactly("degraded: the fallback 'standIn' stood in, since 1 of 2 experts answered");
            late.answer(1);

            Ticket second = admit(engine, 1, 2, -9);
            Submitted inTime = slow.take();
            now.addAndGet(SECOND);
            Submitted asked = standIn.take();
            inTime.answer(40);
            assertThat(value(second)).isCloseTo((float) (40 * HALF + 20 * (1 - HALF)), within(1e-5f));
            asked.answer(5);
        }
    }

    @Test
    void theFallbackStandsInWhereTooFewCanAnswerEvenIfItIsLocal() {
        try (Engine engine = engine(1, rule(1, Duration.ofSeconds(1), 1), failing("a"), Fixtures.constant("b", 20))) {
            Ticket ticket = admit(engine, 1, 0);
            assertThat(value(ticket)).isEqualTo(20);
            assertThat(response(ticket).degraded()).isTrue();
            assertThat(decision(ticket).chosen())
                    .extracting(Decision.Choice::fate)
                    .containsExactly("failed: out of order");
            assertThat(decision(ticket).caveats())
                    .containsExactly("degraded: the fallback 'b' stood in, since 0 of 1 experts answered");
        }
    }

    @Test
    void aFallbackThatTheRowWentToAnywayIsNotAskedTwice() {
        try (Engine engine = engine(2, rule(2, Duration.ofSeconds(1), 1), failing("a"), Fixtures.constant("b", 20))) {
            assertThat(value(admit(engine, 1, 2))).isEqualTo(20);
        }
        try (Engine engine = engine(2, rule(1, Duration.ofSeconds(1), 0), failing("a"), failing("b"))) {
            assertThat(failure(admit(engine, 1, 2)))
                    .hasMessage("no chosen expert answered; the first one: out of order");
        }
    }

    @Test
    void aFallbackThatFailsIsNamedToo() {
        try (Engine engine = engine(1, rule(1, Duration.ofSeconds(1), 1), failing("a"), failing("b"))) {
            assertThat(failure(admit(engine, 1, 0)))
                    .hasMessage("no chosen expert answered; the first one: out of order;"
                            + " nor did the fallback 'b': out of order");
        }
    }

    @Test
    void aRowThatNoExpertWasChosenForGoesToTheFallback() {
        try (Engine engine = engine(1, rule(1, Duration.ofSeconds(1), 1), failing("a"), Fixtures.constant("b", 20))) {
            engine.lay(sendingEverythingToTheFallback());
            Ticket ticket = admit(engine, 1, 0);
            assertThat(value(ticket)).isEqualTo(20);
            assertThat(response(ticket).degraded()).isTrue();
            assertThat(decision(ticket).chosen()).isEmpty();
            assertThat(decision(ticket).caveats())
                    .contains("degraded: the fallback 'b' stood in, since row 0 is sent to the fallback");
        }
        try (Engine engine = engine(1, PLAIN, Fixtures.constant("b", 20))) {
            engine.lay(sendingEverythingToTheFallback());
            assertThat(failure(admit(engine, 1)))
                    .hasMessage("row 0 is sent to the fallback, and there is none")
                    .extracting(WitanException::code)
                    .isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    private static Overlay sendingEverythingToTheFallback() {
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
    void aQuorumThatIsNotReachedFailsTheRow() {
        try (Engine engine = engine(2, rule(2, Duration.ofSeconds(1), -1), failing("a"), Fixtures.constant("b", 20))) {
            assertThat(failure(admit(engine, 2, 1)))
                    .hasMessage("1 of 2 experts answered, and the quorum is 2; the first that failed: out of order");
        }
    }

    @Test
    void rowsBeyondTheBoundDoWithoutTheirSlowExpertsUntilThereIsAPlace() throws InterruptedException {
        Limits limits = new Limits(
                64,
                64,
                32,
                16,
                8,
                2,
                2,
                1,
                1,
                2,
                0,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5));
        try (Engine engine = engine(limits, 2, PLAIN, slow, Fixtures.constant("b", 20), Fixtures.constant("c", 1))) {
            Ticket first = admit(engine, 2, 0, -9);
            Submitted one = slow.take();
            Ticket second = admit(engine, 2, 0, -9);
            Submitted two = slow.take();
            Ticket beyond = admit(engine, 2, 0, -9);
            assertThat(value(beyond)).isEqualTo(20);
            assertThat(decision(beyond).chosen().getFirst().fate())
                    .isEqualTo("failed: 2 rows wait already for experts that are not local (pendingRowsMax)");
            one.answer(5);
            two.answer(6);
            assertThat(response(first).degraded()).isFalse();
            assertThat(response(second).degraded()).isFalse();
            Ticket later = admit(engine, 2, 0, -9);
            slow.take().answer(5);
            assertThat(response(later).degraded()).isFalse();
        }
    }

    @Test
    void givingARequestUpCancelsWhatAnExpertDoesForIt() throws InterruptedException {
        try (Engine engine = engine(1, PLAIN, slow)) {
            Ticket ticket = admit(engine, 1);
            Submitted submitted = slow.take();
            CountDownLatch cancelled = new CountDownLatch(1);
            submitted.batch().onCancel(cancelled::countDown);
            ticket.cancel();
            assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(failure(ticket).code()).isEqualTo(ErrorCode.CANCELLED);
            submitted.answer(1);
        }
    }

    @Test
    void aRowWhoseRequestFailedBeforeItsBatchEndedGivesItsPlaceBack() throws InterruptedException {
        try (Engine engine = engine(1, PLAIN, slow, Fixtures.constant("b", Float.NaN))) {
            Ticket ticket = Fixtures.admit(engine, Fixtures.rows(new double[][] {{0, 1}, {1, 0}}), context());
            Submitted submitted = slow.take();
            CountDownLatch cancelled = new CountDownLatch(1);
            submitted.batch().onCancel(cancelled::countDown);
            assertThat(failure(ticket).code()).isEqualTo(ErrorCode.EXPERT_FAILED);
            assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
            submitted.answer(1);
            Ticket next = admit(engine, 1, 0);
            Submitted later = slow.take();
            assertThat(engine.rowsPending()).isOne();
            later.answer(7);
            assertThat(value(next)).isEqualTo(7);
        }
    }

    @Test
    void theExpertIsToldHowLongItsRowsAreWanted() throws InterruptedException {
        try (Engine engine = engine(1, PLAIN, slow)) {
            admit(engine, 1);
            Submitted submitted = slow.take();
            assertThat(submitted.batch().deadlineNanos()).isEqualTo(now.get() + 10 * SECOND);
            submitted.answer(1);
        }
    }

    @Test
    void closingFailsWhatWaitsAndTellsTheExpert() throws InterruptedException {
        Engine engine = engine(1, PLAIN, slow);
        Ticket ticket = admit(engine, 1);
        Submitted submitted = slow.take();
        AtomicInteger cancelled = new AtomicInteger();
        submitted.batch().onCancel(cancelled::incrementAndGet);
        engine.close();
        assertThat(failure(ticket).code()).isEqualTo(ErrorCode.DRAINING);
        assertThat(cancelled).hasValue(1);
        assertThat(engine.isStopped()).as("the expert has not completed").isFalse();
        submitted.answer(1);
        assertThat(engine.isStopped()).isTrue();
        assertThat(engine.rowsPending()).isZero();
    }

    @Test
    void aRequestForItsRoutingRunsNoExpert() {
        try (Engine engine = engine(1, PLAIN, slow, failing("b"))) {
            RequestOptions route = new RequestOptions(0, 0, Purpose.ROUTE);
            Ticket ticket = Fixtures.admit(
                    engine,
                    Fixtures.rows(new double[][] {{1, 0}, {0, 1}}),
                    context().withOptions(route));
            InferenceResponse response = response(ticket);
            assertThat(response.outputs()).isEmpty();
            assertThat(response.degraded()).isFalse();
            assertThat(response.decisions())
                    .extracting(decision -> decision.chosen().getFirst().expert())
                    .containsExactly("slow", "b");
            assertThat(response.decisions().getFirst().chosen().getFirst().fate())
                    .isEqualTo("not asked");
            assertThat(slow.queue).isEmpty();
        }
    }
}
