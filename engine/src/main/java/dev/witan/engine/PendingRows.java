// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Visit;
import dev.witan.engine.response.Outcome;
import dev.witan.kernels.Scratch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The rows of one lane that wait for experts that are not local, or for the fallback.
///
/// Experts and callers tell it, from their threads, which rows to look at again; everything else is done by the
/// lane.
final class PendingRows {
    private static final int PASSES_MAX = 4;
    private static final int NEWS_MAX = 4096;

    private final ExpertQueues queues;
    private final CombineRule rule;
    private final RowEnds ends;
    private final Runnable wake;
    private final ConcurrentLinkedQueue<PendingRow> news = new ConcurrentLinkedQueue<>();
    private final Set<PendingRow> rows = new LinkedHashSet<>();
    /// Per expert the visits that are about to be sent.
    private final List<List<Visit>> outgoing = new ArrayList<>();

    /// No row needs to be looked at before, unless there is news of it; of use while any waits.
    private long nextWakeNanos;

    /// @param wake has the lane look at the news; may be run on any thread
    PendingRows(ExpertQueues queues, MoeLayer layer, RowEnds ends, Runnable wake) {
        this.queues = queues;
        this.rule = layer.rule();
        this.ends = ends;
        this.wake = wake;
        layer.experts().forEach(_ -> outgoing.add(new ArrayList<>()));
    }

    boolean isEmpty() {
        return rows.isEmpty() && news.isEmpty();
    }

    boolean hasNews() {
        return !news.isEmpty();
    }

    long nextWakeNanos() {
        return nextWakeNanos;
    }

    /// Sends the rows of a batch that was just routed to those of their experts that are not local.
    void send(LaneBatch batch, Scratch scratch) {
        if (!queues.isAnyElsewhere()) {
            return;
        }
        for (LaneBatch.Part part : batch.parts) {
            if (part.ticket.wantsAnswer()) {
                send(batch, part);
            }
        }
        sendOutgoing(scratch);
    }

    private void send(LaneBatch batch, LaneBatch.Part part) {
        List<PendingRow> sent = new ArrayList<>();
        for (int row = part.batchRow; row < part.batchRow + part.count; row++) {
            if (goesElsewhere(batch, row)) {
                PendingRow pending = new PendingRow(batch, part, row, rule);
                batch.pending[row] = pending;
                visit(pending);
                sent.add(pending);
            }
        }
        if (!sent.isEmpty()) {
            part.ticket.whenEnded(outcome -> ended(outcome, sent));
        }
    }

    private boolean goesElsewhere(LaneBatch batch, int row) {
        for (int rank = 0; rank < batch.workspace.plan.count(row); rank++) {
            if (queues.isElsewhere(batch.workspace.plan.chosen(row, rank))) {
                return true;
            }
        }
        return false;
    }

    private void visit(PendingRow row) {
        boolean hasPlace = enter(row);
        for (int rank = 0; rank < row.experts.length; rank++) {
            if (queues.isElsewhere(row.experts[rank])) {
                row.visits[rank] = hasPlace ? visit(row, row.experts[rank]) : Visit.refused(queues.full());
            }
        }
    }

    private Visit visit(PendingRow row, int expert) {
        Ticket ticket = row.ticket;
        int dimensions = ticket.mixture.layer().inputs();
        Visit visit = new Visit(
                ticket.encoded,
                row.ticketRow * dimensions,
                ticket.priority(),
                ticket.deadlineNanos,
                ticket.context.traceparent(),
                () -> tell(row));
        outgoing.get(expert).add(visit);
        return visit;
    }

    private boolean enter(PendingRow row) {
        row.hasPlace = row.hasPlace || queues.enter();
        row.isRefused = !row.hasPlace;
        return row.hasPlace;
    }

    private void sendOutgoing(Scratch scratch) {
        for (int expert = 0; expert < outgoing.size(); expert++) {
            List<Visit> visits = outgoing.get(expert);
            if (!visits.isEmpty()) {
                queues.of(expert).add(visits, scratch);
                visits.clear();
            }
        }
    }

    private void tell(PendingRow row) {
        news.add(row);
        wake.run();
    }

    /// A request whose caller gave it up needs nothing any more; one that was answered is known to the lane.
    private void ended(Outcome outcome, List<PendingRow> sent) {
        if (outcome instanceof Outcome.Failed) {
            news.addAll(sent);
            wake.run();
        }
    }

    /// A row of a batch that needs the fallback, since too few of its local experts answered, or none was chosen.
    PendingRow open(LaneBatch batch, LaneBatch.Part part, int batchRow) {
        return new PendingRow(batch, part, batchRow, rule);
    }

    /// Takes over a row whose local experts have ended.
    void add(PendingRow row, long nowNanos) {
        remember(row, nowNanos);
        news.add(row);
    }

    private void remember(PendingRow row, long nowNanos) {
        long wakeNanos = row.wakeNanos(nowNanos);
        if (rows.isEmpty() || wakeNanos - nextWakeNanos < 0) {
            nextWakeNanos = wakeNanos;
        }
        rows.add(row);
    }

    /// Ends the rows that can be, and those past their deadline. Answers whether anything moved.
    ///
    /// Two passes at least, since a fallback that computes here answers on the spot; and an end to what is done
    /// at once, since experts may bring news for ever while requests wait to be taken.
    boolean settle(long nowNanos, Scratch scratch) {
        boolean progressed = !news.isEmpty();
        if (!rows.isEmpty() && nowNanos - nextWakeNanos >= 0) {
            progressed |= sweep(nowNanos, scratch);
        }
        for (int pass = 0; pass < PASSES_MAX && !news.isEmpty(); pass++) {
            readNews(nowNanos);
            sendOutgoing(scratch);
        }
        return progressed;
    }

    private void readNews(long nowNanos) {
        for (int read = 0; read < NEWS_MAX; read++) {
            PendingRow row = news.poll();
            if (row == null) {
                return;
            }
            advance(row, nowNanos);
        }
    }

    private boolean sweep(long nowNanos, Scratch scratch) {
        List<PendingRow> all = List.copyOf(rows);
        rows.clear();
        boolean progressed = false;
        for (PendingRow row : all) {
            remember(row, nowNanos);
        }
        for (PendingRow row : all) {
            progressed |= advance(row, nowNanos);
        }
        sendOutgoing(scratch);
        return progressed;
    }

    private boolean advance(PendingRow row, long nowNanos) {
        if (row.isClosed || !row.isDetached) {
            return false;
        }
        if (row.ticket.isEnded() || row.ticket.isExpired(nowNanos)) {
            close(row);
            row.ticket.expire();
            return true;
        }
        switch (row.verdict(rule, nowNanos)) {
            case WAIT -> {
                return false;
            }
            case ASK_FALLBACK -> askFallback(row);
            case COMBINE -> {
                close(row);
                ends.combine(row);
            }
            case STAND_IN -> {
                close(row);
                ends.standIn(row);
            }
            case FAIL -> {
                close(row);
                ends.fail(row);
            }
        }
        return true;
    }

    private void askFallback(PendingRow row) {
        if (!queues.isElsewhere(rule.fallback()) || enter(row)) {
            row.fallback = visit(row, rule.fallback());
        } else {
            row.fallback = Visit.refused(queues.full());
            news.add(row);
        }
    }

    private void close(PendingRow row) {
        row.isClosed = true;
        rows.remove(row);
        for (int rank = 0; rank < row.visits.length; rank++) {
            leave(row.visits[rank], row.experts[rank]);
        }
        leave(row.fallback, rule.fallback());
        if (row.hasPlace) {
            row.hasPlace = false;
            queues.exit();
        }
    }

    private void leave(@Nullable Visit visit, int expert) {
        if (visit != null && visit.isWaiting()) {
            queues.of(expert).leave(visit);
        }
    }

    /// Fails the requests of all rows that wait, and of those of a batch that did not get as far.
    void fail(WitanException error) {
        for (PendingRow row : List.copyOf(rows)) {
            row.ticket.fail(error);
            close(row);
        }
        outgoing.forEach(List::clear);
    }

    /// Gives up the rows of a batch that broke before they were taken over.
    void abandon(LaneBatch batch) {
        for (PendingRow row : batch.pending) {
            forget(row);
        }
    }

    /// Gives up a row, if there is one, whose request has ended before the row was taken over: its calls are cancelled
    /// and its place is free.
    void forget(@Nullable PendingRow row) {
        if (row != null && !row.isClosed) {
            close(row);
        }
    }
}
