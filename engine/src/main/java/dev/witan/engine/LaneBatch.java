// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.ComputeThreads.Job;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.overlay.Overlay;
import dev.witan.engine.request.RequestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows that a lane took at once, of one or more requests, with the memory for their way through the layer.
/// Owned by one lane and refilled.
final class LaneBatch {
    /// A run of rows of one request within the batch.
    static final class Part {
        final Ticket ticket;
        final int ticketRow;
        final int batchRow;
        final int count;

        Part(Ticket ticket, int ticketRow, int batchRow, int count) {
            this.ticket = ticket;
            this.ticketRow = ticketRow;
            this.batchRow = batchRow;
            this.count = count;
        }

        /// The number within the request of a row of the batch.
        int row(int ofBatch) {
            return ticketRow + ofBatch - batchRow;
        }
    }

    final LayerWorkspace workspace;
    final List<Part> parts = new ArrayList<>();
    /// Per row of the batch what was sent to experts that are not local; null for a row that needs none of them.
    final @Nullable PendingRow[] pending;
    long takenNanos;
    long routedNanos;
    /// Requests that it met in the window but did not take, since they had ended or were past their deadline.
    final List<Ticket> refused = new ArrayList<>();
    /// Whether a stage threw: what the workspace holds is then that of an earlier batch, in part.
    boolean isBroken;
    /// The work of its local experts, if it goes on beside the lane.
    @Nullable
    Job job;

    private final int rowsMax;
    private int rows;

    LaneBatch(LayerWorkspace workspace, int rowsMax) {
        this.workspace = workspace;
        this.pending = new PendingRow[rowsMax];
        this.rowsMax = rowsMax;
    }

    void clear() {
        Arrays.fill(pending, 0, rows, null);
        parts.clear();
        rows = 0;
        isBroken = false;
        job = null;
    }

    int rows() {
        return rows;
    }

    int rowsFree() {
        return rowsMax - rows;
    }

    boolean isFull() {
        return rows == rowsMax;
    }

    void add(Ticket ticket, int ticketRow, int count) {
        parts.add(new Part(ticket, ticketRow, rows, count));
        rows += count;
    }

    void expireRefused() {
        refused.forEach(Ticket::expire);
        refused.clear();
    }

    /// Copies the encoded rows of its requests side by side, each with what the overlay says to its request.
    /// Answers how many of them are steered.
    int load(Overlay overlay) {
        int steered = 0;
        int dimensions = workspace.rows.columns();
        workspace.batch.reset(rows);
        for (Part part : parts) {
            RequestContext context = part.ticket.context;
            Guidance guidance = overlay.guidance(context);
            part.ticket.routedUnder(guidance);
            steered += guidance.isSteered() ? part.count : 0;
            workspace.batch.describe(
                    part.batchRow, part.count, guidance, context.options().fanOut(), part.ticket.seed, part.ticketRow);
            if (!part.ticket.wantsAnswer()) {
                workspace.batch.idle(part.batchRow, part.count);
            }
            for (int i = 0; i < part.count; i++) {
                workspace.isLeftOut[part.batchRow + i] = !part.ticket.wantsAnswer();
                workspace.rows.copyRowFrom(part.batchRow + i, part.ticket.encoded, (part.ticketRow + i) * dimensions);
            }
        }
        return steered;
    }

    /// Tells how the rows that experts will be asked for were routed, request by request.
    void tellPlanned(EngineObserver observer) {
        if (workspace.plan.dropped() > 0) {
            int overflowed = workspace.plan.overflowed();
            observer.overCapacity(overflowed, workspace.plan.dropped() - overflowed);
        }
        for (Part part : parts) {
            if (part.ticket.wantsAnswer()) {
                observer.planned(part.ticket.context, workspace.plan, part.batchRow, part.count);
            }
        }
    }

    /// Fails every request that has rows in it.
    void fail(WitanException error) {
        isBroken = true;
        for (Part part : parts) {
            part.ticket.fail(error);
        }
    }

    /// Ends the requests that are past their deadline while its local experts compute.
    void expire(long nowNanos) {
        for (Part part : parts) {
            if (part.ticket.isExpired(nowNanos)) {
                part.ticket.expire();
            }
        }
    }

    /// Whether its local experts have all ended, so that nobody writes to its memory any more.
    boolean isComputed() {
        return workspace.answers.pending() == 0;
    }

    /// Whether all that was begun of it has ended; of use once nobody is left who could begin the rest.
    boolean isAtRest() {
        Job own = job;
        return workspace.answers.pending() == (own == null ? 0 : own.unbegun());
    }
}
