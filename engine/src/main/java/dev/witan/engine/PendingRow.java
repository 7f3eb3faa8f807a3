// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.RowVerdict.Fallback;
import dev.witan.engine.RowVerdict.Patience;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.NotFinite;
import dev.witan.engine.expert.Visit;
import dev.witan.engine.response.Decision;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.engine.routing.RowFate;
import dev.witan.kernels.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// A row that outlives its batch, since it waits for experts that are not local or for the fallback: where it
/// was routed, what its local experts said, and its visits to the others. On the heap, so that the batch's
/// memory is free for others. Owned by one lane.
final class PendingRow {
    final Ticket ticket;
    final int ticketRow;
    final long takenNanos;
    final long routedNanos;
    /// From when on a quorum suffices.
    final long patienceNanos;
    final RowFate fate;
    /// Whether the fallback may see the row: what forbids an expert forbids it as a fallback too.
    final boolean mayFallBack;
    final int chosen;
    final int[] experts;
    final float[] weights;
    final @Nullable Visit[] visits;
    final float[] @Nullable [] outputs;
    final @Nullable WitanException[] causes;
    private long slowestNanos;

    @Nullable
    Visit fallback;

    @Nullable
    Decision decision;
    /// Whether the local experts have ended, so that all there is to know of the batch is here.
    boolean isDetached;
    /// Whether it takes one of the places that there are for rows that wait.
    boolean hasPlace;
    /// Whether it was refused such a place.
    boolean isRefused;
    boolean isClosed;

    PendingRow(LaneBatch batch, LaneBatch.Part part, int batchRow, CombineRule rule) {
        RoutingPlan plan = batch.workspace.plan;
        int count = plan.count(batchRow);
        this.ticket = part.ticket;
        this.ticketRow = part.ticketRow + batchRow - part.batchRow;
        this.takenNanos = batch.takenNanos;
        this.routedNanos = batch.routedNanos;
        this.patienceNanos = patienceNanos(rule, routedNanos, ticket.deadlineNanos);
        this.fate = plan.fate(batchRow);
        this.mayFallBack = rule.fallback() != CombineRule.NO_FALLBACK
                && batch.workspace.batch.guidance(batchRow).permits(rule.fallback());
        this.experts = new int[count];
        this.weights = new float[count];
        this.visits = new Visit[count];
        this.outputs = new float[count][];
        this.causes = new WitanException[count];
        int routed = 0;
        for (int rank = 0; rank < count; rank++) {
            experts[rank] = plan.chosen(batchRow, rank);
            weights[rank] = plan.weight(batchRow, rank);
            routed += plan.column(batchRow, rank) == RoutingPlan.NONE ? 0 : 1;
        }
        this.chosen = routed;
    }

    /// As long as the rule says, and at most nine tenths of what the request has left, so that the rest
    /// suffices to end it; without end where the rule says nothing.
    private static long patienceNanos(CombineRule rule, long routedNanos, long deadlineNanos) {
        if (rule.patience().equals(CombineRule.PATIENCE_MAX)) {
            return deadlineNanos;
        }
        long leftNanos = Math.max(0, deadlineNanos - routedNanos);
        return routedNanos + Math.min(rule.patience().toNanos(), leftNanos - leftNanos / 10);
    }

    /// Takes over what the local experts said, and how the row was routed for whoever asked for it. What is not a
    /// finite number is no answer.
    void detach(LayerWorkspace workspace, int batchRow) {
        for (int rank = 0; rank < experts.length; rank++) {
            if (visits[rank] == null) {
                detach(workspace, batchRow, rank);
            }
        }
        isDetached = true;
    }

    private void detach(LayerWorkspace workspace, int batchRow, int rank) {
        int batch = workspace.dispatcher.batchOf(batchRow, rank);
        slowestNanos = Math.max(slowestNanos, workspace.answers.nanos(batch));
        if (!workspace.answers.isAnswered(batch)) {
            causes[rank] = workspace.answers.cause(batch).orElse(null);
            return;
        }
        FloatMatrix all = workspace.dispatcher.outputs();
        int position = workspace.dispatcher.position(batchRow, rank);
        if (all.isFinite(position)) {
            float[] output = new float[all.columns()];
            all.copyRowTo(position, output, 0);
            outputs[rank] = output;
        } else {
            workspace.answers.spoiled(batch);
            String expert = ticket.mixture.layer().experts().get(experts[rank]).id();
            causes[rank] = NotFinite.answeredBy(expert);
        }
    }

    /// How long the slowest expert took that it waited for.
    long slowestNanos() {
        long slowest = slowestNanos;
        for (Visit visit : visits) {
            slowest = Math.max(slowest, visit == null ? 0 : visit.nanos());
        }
        return Math.max(slowest, fallback == null ? 0 : fallback.nanos());
    }

    /// What the fallback answered; null if it did not.
    float @Nullable [] fallbackOutput(CombineRule rule) {
        int rank = rankOf(rule.fallback());
        if (rank >= 0) {
            return output(rank);
        }
        return fallback == null || !fallback.isAnswered() ? null : fallback.output();
    }

    /// What the expert of a rank answered; null if it did not.
    float @Nullable [] output(int rank) {
        Visit visit = visits[rank];
        if (visit == null) {
            return outputs[rank];
        }
        return visit.isAnswered() ? visit.output() : null;
    }

    /// Why the expert of a rank failed; null if it did not.
    @Nullable
    WitanException cause(int rank) {
        Visit visit = visits[rank];
        return visit == null ? causes[rank] : visit.cause().orElse(null);
    }

    int answered() {
        int answered = 0;
        for (int rank = 0; rank < experts.length; rank++) {
            answered += output(rank) == null ? 0 : 1;
        }
        return answered;
    }

    private int open() {
        int open = 0;
        for (Visit visit : visits) {
            open += visit != null && visit.isWaiting() ? 1 : 0;
        }
        return open;
    }

    RowVerdict verdict(CombineRule rule, long nowNanos) {
        // What is open is counted first: what is answered meanwhile then counts twice, and is looked at again.
        int open = open();
        Patience patience = nowNanos - patienceNanos >= 0 ? Patience.OVER : Patience.LASTS;
        return RowVerdict.of(experts.length, answered(), open, rule.quorum(), patience, fallback(rule));
    }

    private Fallback fallback(CombineRule rule) {
        if (!mayFallBack) {
            return Fallback.NONE;
        }
        int rank = rankOf(rule.fallback());
        if (rank >= 0) {
            return output(rank) != null ? Fallback.ANSWERED : cause(rank) != null ? Fallback.FAILED : Fallback.ASKED;
        }
        Visit visit = fallback;
        if (visit == null) {
            return Fallback.IDLE;
        }
        return visit.isAnswered() ? Fallback.ANSWERED : visit.isWaiting() ? Fallback.ASKED : Fallback.FAILED;
    }

    /// The rank of an expert, or -1: the fallback may be one that the row went to anyway.
    int rankOf(int expert) {
        for (int rank = 0; rank < experts.length; rank++) {
            if (experts[rank] == expert) {
                return rank;
            }
        }
        return -1;
    }

    /// When it must be looked at even if nobody answers.
    long wakeNanos(long nowNanos) {
        return nowNanos - patienceNanos < 0 ? patienceNanos : ticket.deadlineNanos;
    }
}
