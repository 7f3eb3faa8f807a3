// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.experts.remote.RemoteObserver.Call;
import dev.witan.experts.remote.RemoteObserver.Start;
import dev.witan.experts.remote.Wire.Asked;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One expert batch on its way to the other end and back. It ends once: with its answer, with a failure, at its
/// deadline, or because nobody waits for it any more, if it is one that is given up then; nothing is written to its
/// rows afterwards.
final class Flight {
    private final NetworkExpert expert;
    private final ExpertBatch batch;
    private final ExpertCompletion completion;
    private final Traffic traffic = new Traffic();
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final long startedNanos;
    private boolean hasEntered;
    private volatile @Nullable ScheduledFuture<?> alarm;
    private volatile Runnable giveUp = () -> {};

    Flight(NetworkExpert expert, ExpertBatch batch, ExpertCompletion completion) {
        this.expert = expert;
        this.batch = batch;
        this.completion = completion;
        this.startedNanos = expert.clock().nanos();
    }

    static WitanException late() {
        return new WitanException(ErrorCode.DEADLINE_EXCEEDED, "no answer by the deadline");
    }

    void start(long nanosLeft) {
        Question question = new Question(
                FloatBytes.of(batch.input(), batch.from(), batch.rows()),
                batch.rows(),
                expert.inputs(),
                expert.outputs(),
                batch.traceparent());
        hasEntered = true;
        expert.care().entered();
        alarm = expert.timer().schedule(() -> fail(late()), nanosLeft, TimeUnit.NANOSECONDS);
        if (expert.care().givesUp()) {
            batch.onCancel(() -> fail(new WitanException(ErrorCode.CANCELLED, "nobody waits for the rows any more")));
        }
        var _ = expert.peer().contract().whenComplete((contract, failure) -> {
            if (failure == null) {
                ask(
                        question,
                        contract,
                        startedNanos + nanosLeft - expert.clock().nanos());
            } else {
                fail(Failures.of(failure));
            }
        });
    }

    private void ask(Question question, Contract contract, long nanosLeft) {
        if (isEnding.get()) {
            return;
        }
        if (nanosLeft <= 0) {
            fail(late());
            return;
        }
        Asked<Answer> asked = expert.wire().ask(question, contract, nanosLeft, traffic);
        giveUp = asked.cancel();
        if (isEnding.get()) {
            asked.cancel().run();
        }
        var _ = asked.reply().whenComplete((answer, failure) -> {
            if (failure == null) {
                end(answer);
            } else {
                fail(Failures.of(failure));
            }
        });
    }

    private void end(Answer answer) {
        if (!isEnding.compareAndSet(false, true)) {
            return;
        }
        leave();
        try {
            answer.require(batch.rows(), expert.outputs());
        } catch (WitanException e) {
            tell(Failures.label(e), Start.WARM);
            completion.failed(batch, named(e));
            return;
        }
        answer.write(batch.output(), batch.from(), batch.rows());
        long now = expert.clock().nanos();
        tell(Call.ANSWERED, expert.care().judge(answer.coldStart(), now - startedNanos, now));
        completion.answered(batch);
    }

    void fail(WitanException why) {
        if (!isEnding.compareAndSet(false, true)) {
            return;
        }
        leave();
        giveUp.run();
        if (hasEntered && (why.code() == ErrorCode.UNAVAILABLE || why.code() == ErrorCode.INVALID_CONFIGURATION)) {
            expert.peer().fell(why);
        }
        WitanException named = named(why);
        tell(Failures.label(named), Start.WARM);
        completion.failed(batch, named);
    }

    /// To the rows, an end that has become something else is one that failed.
    private WitanException named(WitanException why) {
        ErrorCode code = why.code() == ErrorCode.INVALID_CONFIGURATION ? ErrorCode.EXPERT_FAILED : why.code();
        return new WitanException(code, "expert '%s': %s".formatted(expert.id(), why.reason()), why);
    }

    private void leave() {
        ScheduledFuture<?> pending = alarm;
        if (pending != null) {
            pending.cancel(false);
        }
        if (hasEntered) {
            expert.care().left();
        }
    }

    private void tell(String outcome, Start start) {
        expert.observer()
                .called(new Call(
                        outcome,
                        traffic.sent(),
                        traffic.received(),
                        expert.clock().nanos() - startedNanos,
                        start));
    }
}
