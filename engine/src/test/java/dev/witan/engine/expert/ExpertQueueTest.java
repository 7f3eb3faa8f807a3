// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Without threads: the expert's answers come when the test gives them.
class ExpertQueueTest {
    private static final int USUAL = 5;
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final Scratch scratch = Scratch.allocate(Arena.ofAuto(), 1, 1);
    private final FarExpert expert = new FarExpert();
    private final List<String> observed = new ArrayList<>();
    private final AtomicInteger settled = new AtomicInteger();
    private long now = 1_000;
    private final CallObserver observer = new CallObserver() {
        @Override
        public void answered(Expert it, int rows, long nanos) {
            observed.add(it.id() + " answered " + rows + " in " + nanos);
        }

        @Override
        public void failed(Expert it, int rows, ErrorCode code) {
            observed.add(it.id() + " failed " + rows + " with " + code);
        }
    };
    private final ExpertQueue queue =
            new ExpertQueue(expert, 3, 100, Kernels.available().getFirst(), () -> now, observer);

    private Visit visit(float value, int priority, long deadlineNanos) {
        return new Visit(new float[] {-1, value}, 1, priority, deadlineNanos, "", settled::incrementAndGet);
    }

    private Visit come(float value) {
        Visit visit = visit(value, USUAL, NEVER);
        queue.add(List.of(visit), scratch);
        return visit;
    }

    private List<Visit> comeTogether(int count) {
        List<Visit> visits = visits(count);
        queue.add(visits, scratch);
        return visits;
    }

    private List<Visit> visits(int count) {
        return IntStream.range(0, count).mapToObj(i -> visit(i, USUAL, NEVER)).toList();
    }

    @Test
    void aLoneRowGoesAtOnceAndBringsItsAnswerBack() {
        Visit visit = come(7);
        assertThat(expert.rows(0)).containsExactly(7);
        assertThat(expert.call(0).batch().expert()).isEqualTo(3);
        now += 40;
        expert.answer(0);
        assertThat(visit.isAnswered()).isTrue();
        assertThat(visit.output()).containsExactly(70);
        assertThat(visit.nanos()).isEqualTo(40);
        assertThat(settled).hasValue(1);
        assertThat(observed).containsExactly("far answered 1 in 40");
    }

    @Test
    void theTimeOfRowsThatWaitAndOfThoseInFlightCountsUntilNow() {
        Visit first = come(1);
        come(2);
        Visit waits = come(3);
        now += 10;
        assertThat(queue.rowNanos()).as("three rows, none of them answered").isEqualTo(30);
        queue.leave(waits);
        now += 10;
        expert.answer(0);
        assertThat(first.isAnswered()).isTrue();
        assertThat(queue.rowNanos()).isEqualTo(50);
        now += 100;
        assertThat(queue.rowNanos()).isEqualTo(150);
        queue.leave(first);
        expert.answer(1);
        now += 100;
        assertThat(queue.rowNanos()).isEqualTo(150);
    }

    @Test
    void whileEveryCallIsInFlightRowsGatherAndTheNextCallTakesAllThatWait() {
        come(1);
        come(2);
        come(3);
        come(4);
        assertThat(expert.calls).as("two calls may be in flight").hasSize(2);
        assertThat(queue.rowsWaiting()).isEqualTo(2);
        expert.answer(0);
        assertThat(expert.rows(2)).containsExactly(3, 4);
        assertThat(queue.rowsWaiting()).isZero();
        assertThat(queue.callsInFlight()).isEqualTo(2);
    }

    @Test
    void aCallTakesNoMoreRowsThanTheExpertAllows() {
        comeTogether(15);
        assertThat(expert.rows(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(expert.rows(1)).containsExactly(8, 9, 10, 11, 12, 13, 14);
    }

    @Test
    void theMostUrgentRowsGoFirst() {
        come(1);
        come(2);
        queue.add(List.of(visit(3, 9, 10_000), visit(4, USUAL, 30_000), visit(5, USUAL, 20_000)), scratch);
        queue.add(List.of(visit(6, 1, NEVER)), scratch);
        expert.answer(0);
        assertThat(expert.rows(2)).containsExactly(6, 5, 4, 3);
        assertThat(expert.call(2).batch().deadlineNanos()).isEqualTo(NEVER);
    }

    @Test
    void rowsThatAreTooLateOrNotWantedAnyMoreAreNotSent() {
        come(1);
        come(2);
        Visit late = visit(3, USUAL, 2_000);
        Visit left = visit(4, USUAL, NEVER);
        queue.add(List.of(late, left, visit(5, USUAL, NEVER)), scratch);
        queue.leave(left);
        now = 2_000;
        expert.answer(0);
        assertThat(expert.rows(2)).containsExactly(5);
        assertThat(late.cause().orElseThrow().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(left.isWaiting()).isFalse();
        assertThat(left.cause()).isEmpty();
    }

    @Test
    void aCallIsCancelledWhenTheLastOfItsRowsIsNotWantedAnyMore() {
        List<Visit> visits = comeTogether(3);
        queue.leave(visits.get(0));
        queue.leave(visits.get(2));
        assertThat(expert.cancelled).isEmpty();
        queue.leave(visits.get(1));
        queue.leave(visits.get(1));
        assertThat(expert.cancelled).containsExactly(0);
        assertThat(queue.callsInFlight())
                .as("until the expert has completed it")
                .isEqualTo(1);
        expert.answer(0);
        assertThat(queue.callsInFlight()).isZero();
        assertThat(settled).hasValue(0);
    }

    @Test
    void rowsThatLeftWhileTheyWaitedTakeNoRoom() {
        come(1);
        come(2);
        for (int i = 0; i < 1_000; i++) {
            queue.leave(come(i));
        }
        assertThat(queue.rowsWaiting()).isZero();
        expert.answer(0);
        assertThat(expert.calls).hasSize(2);
        come(3);
        assertThat(expert.rows(2)).containsExactly(3);
    }

    @Test
    void aFailureIsThatOfEveryRowOfTheCallAndOfNoOther() {
        List<Visit> failed = comeTogether(2);
        Visit fine = come(9);
        expert.fail(0, new WitanException(ErrorCode.UNAVAILABLE, "on purpose"));
        expert.answer(1);
        assertThat(failed)
                .allSatisfy(visit -> assertThat(visit.cause().orElseThrow()).hasMessage("on purpose"));
        assertThat(fine.isAnswered()).isTrue();
        assertThat(observed).containsExactly("far failed 2 with UNAVAILABLE", "far answered 1 in 0");
    }

    @Test
    void anExpertThatThrowsFailsTheCall() {
        expert.isBroken = true;
        assertThat(come(1).cause().orElseThrow()).hasMessage("expert 'far' broke: java.lang.StackOverflowError: why");
        expert.isBroken = false;
        come(2);
        assertThat(expert.rows(0)).containsExactly(2);
    }

    @Test
    void aCompletionThatComesTwiceOrNamesAnotherCallChangesNothing() {
        Visit first = come(1);
        Visit second = come(2);
        expert.call(0).completion().answered(expert.call(1).batch());
        assertThat(first.isWaiting()).isTrue();
        expert.answer(0);
        expert.call(0).completion().failed(expert.call(0).batch(), new WitanException(ErrorCode.INTERNAL, "late"));
        assertThat(first.isAnswered()).isTrue();
        assertThat(second.isWaiting()).isTrue();
        assertThat(queue.callsInFlight()).isEqualTo(1);
    }

    @Test
    void anExpertThatAnswersOnTheSpotIsCalledAgainWithoutGoingDeeper() {
        expert.isPrompt = true;
        List<Visit> visits = comeTogether(80_000);
        assertThat(visits).allSatisfy(visit -> assertThat(visit.isAnswered()).isTrue());
        assertThat(expert.depthMost).isEqualTo(1);
    }

    @Test
    void rowsGoInSeveralCallsWhereOneWouldOnlyTakeLonger() {
        expert.rowsMax = 64;
        ExpertQueue wide = new ExpertQueue(expert, 3, 100, Kernels.available().getFirst(), () -> now, observer);
        for (int call = 0; call < CallCost.CALLS_LEAST; call++) {
            int rows = 1 + call % 3 * 10;
            wide.add(visits(rows), scratch);
            now += 10 + 40L * rows;
            expert.answer(call);
        }
        int before = expert.calls.size();
        wide.add(visits(14), scratch);
        assertThat(expert.rows(before)).hasSize(7);
        assertThat(expert.rows(before + 1)).hasSize(7);
    }

    @Test
    void aClosedQueueSendsNothingAndCancelsWhatIsInFlight() {
        come(1);
        come(2);
        come(3);
        queue.close();
        assertThat(expert.cancelled).containsExactly(0, 1);
        expert.answer(0);
        come(4);
        assertThat(expert.calls).hasSize(2);
    }

    @Test
    void refusesAnExpertElsewhereThatWantsScratch() {
        expert.scratchWidth = 8;
        assertThatThrownBy(
                        () -> new ExpertQueue(expert, 0, 1, Kernels.available().getFirst(), () -> 0, observer))
                .hasMessage("an expert that is not local gets no scratch: 'far' asks for 8 columns");
    }
}
