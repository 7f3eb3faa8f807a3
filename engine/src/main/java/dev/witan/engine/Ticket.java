// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.dispatch.Urgent;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.request.Purpose;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Decision;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.response.OutputColumn;
import dev.witan.engine.response.Timings;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.FloatMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One admitted request, from the door to its one outcome. Its rows may travel in several batches, on several
/// lanes; each row is written by one of them, and whoever finishes the last row finishes the request.
public final class Ticket implements Urgent {
    private static final AtomicLongFieldUpdater<Ticket> SLOWEST =
            AtomicLongFieldUpdater.newUpdater(Ticket.class, "slowestExpertNanos");

    final RequestContext context;
    final Mixture mixture;
    /// All that are to be routed: one per record, or one per token.
    final int rows;
    final float[] encoded;
    final long admittedNanos;
    final long encodeNanos;
    /// The request's own deadline, or the latest that the limits allow.
    final long deadlineNanos;
    /// The same for every request of the same id: what is drawn at random for it can be drawn again.
    final long seed;
    /// The next row that no batch has taken; guarded by the window's lock.
    int nextRow;

    private final int tokens;
    private final float[] combined;
    private final @Nullable Decision[] decisions;
    private final AtomicInteger rowsOpen;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Consumer<Outcome> onEnd;
    private final Runnable afterEnd;
    private volatile boolean degraded;
    private volatile long slowestExpertNanos;
    private AnswerCache answers = AnswerCache.OFF;
    /// Under which the answer may be remembered, as long as it may; written before the lanes see the ticket, and by
    /// them before they write rows.
    private volatile AnswerCache.@Nullable Rules rules;

    /// A request that was just admitted.
    ///
    /// @param tokens of each of its records; 0 if a record is one row
    /// @param encoded `rows * dimensions` values, owned by the ticket
    /// @param onEnd told the outcome, once, before anybody who waits for it; must not throw
    /// @param afterEnd run once, after everybody was told
    Ticket(
            RequestContext context,
            Mixture mixture,
            int rows,
            int tokens,
            float[] encoded,
            long admittedNanos,
            long encodeNanos,
            long deadlineNanos,
            Consumer<Outcome> onEnd,
            Runnable afterEnd) {
        this.context = context;
        this.seed = Seeds.of(context.requestId());
        this.mixture = mixture;
        this.rows = rows;
        this.tokens = tokens;
        this.encoded = encoded;
        this.admittedNanos = admittedNanos;
        this.encodeNanos = encodeNanos;
        this.deadlineNanos = deadlineNanos;
        this.onEnd = onEnd;
        this.afterEnd = afterEnd;
        this.combined = new float[wantsAnswer() ? rows * mixture.layer().outputs() : 0];
        this.decisions = new Decision[wantsExplanation() ? rows : 0];
        this.rowsOpen = new AtomicInteger(rows);
    }

    /// Ends the request if each of its rows is remembered, and answers whether so; else has its answer remembered,
    /// when it comes.
    boolean recall(AnswerCache cache, AnswerCache.Rules asked, NanoClock clock) {
        answers = cache;
        rules = asked;
        if (!cache.recall(asked, encoded, rows, combined)) {
            return false;
        }
        rules = null;
        answered(rows, new Timings(encodeNanos, 0, 0, 0, 0, clock.nanos() - admittedNanos, 0));
        return true;
    }

    /// Rows were routed under a guidance: an answer that followed others than those it was asked for under, or live
    /// load, is not remembered.
    void routedUnder(Guidance guidance) {
        AnswerCache.Rules asked = rules;
        if (asked != null && (guidance.isLive() || !guidance.key().equals(asked.guidance()))) {
            rules = null;
        }
    }

    private void remember() {
        AnswerCache.Rules asked = rules;
        if (asked != null && !degraded) {
            answers.keep(asked, encoded, rows, combined);
        }
    }

    /// Ends with the outcome; never exceptionally, and not later than the request's deadline plus one turn of a
    /// lane. What depends on it may run on a lane: let it be short, or asynchronous.
    public CompletableFuture<Outcome> outcome() {
        return outcome.copy();
    }

    /// Gives the request up: its rows are skipped where they have not been computed yet.
    public void cancel() {
        fail(ErrorCode.CANCELLED, "the caller gave the request up");
    }

    boolean isEnded() {
        return ended.get();
    }

    boolean isExpired(long nowNanos) {
        return deadlineNanos - nowNanos <= 0;
    }

    void expire() {
        fail(ErrorCode.DEADLINE_EXCEEDED, "the request's deadline passed before its answer was there");
    }

    void fail(ErrorCode code, String message) {
        fail(new WitanException(code, message));
    }

    void fail(WitanException error) {
        end(new Outcome.Failed(error));
    }

    /// Takes the first row of `answer` over.
    void answer(int row, FloatMatrix answer) {
        answer.copyRowTo(0, combined, row * answer.columns());
    }

    /// Marks that an expert that a row went to did not answer it.
    void degrade() {
        degraded = true;
    }

    /// Marks that an expert took so long over a row.
    void ran(long nanos) {
        if (nanos > slowestExpertNanos) {
            SLOWEST.accumulateAndGet(this, nanos, Math::max);
        }
    }

    long slowestExpertNanos() {
        return slowestExpertNanos;
    }

    /// Has `action` told the outcome, on the thread that ends the request; at once if it has ended.
    void whenEnded(Consumer<Outcome> action) {
        var _ = outcome.thenAccept(action);
    }

    /// Whether its experts are to be run.
    boolean wantsAnswer() {
        return context.options().purpose() == Purpose.ANSWER;
    }

    @Override
    public int priority() {
        return context.options().effectivePriority();
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    void explain(int row, Decision decision) {
        decisions[row] = decision;
    }

    boolean wantsExplanation() {
        return context.explain() || !wantsAnswer();
    }

    /// Tells that `count` rows were answered; the last ones end the request.
    void answered(int count, Timings timings) {
        if (rowsOpen.addAndGet(-count) == 0 && !isEnded()) {
            remember();
            end(new Outcome.Answered(response(timings)));
        }
    }

    private InferenceResponse response(Timings timings) {
        List<OutputColumn> outputs =
                wantsAnswer() ? mixture.head().finish(mixture.layer().kernels(), combined, rows) : List.of();
        List<Decision> explained =
                Arrays.stream(decisions).map(Objects::requireNonNull).toList();
        return new InferenceResponse(
                mixture.name(),
                mixture.release(),
                context.requestId(),
                rows / Math.max(1, tokens) / mixture.rowsEach(),
                tokens,
                mixture.head().tasks(),
                outputs,
                degraded,
                timings,
                explained);
    }

    private void end(Outcome result) {
        if (ended.compareAndSet(false, true)) {
            onEnd.accept(result);
            outcome.complete(result);
            afterEnd.run();
        }
    }
}
