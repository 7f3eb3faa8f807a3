// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.overlay.Overlay;
import dev.witan.engine.request.RequestContext;
import java.util.ArrayList;
import java.util.List;

/// The rows that a lane took at once, of one or more requests, with the memory for their way through the layer.
/// Owned by one lane and refilled.
final class LaneBatch {
    /// A run of rows of one request within the batch.
    static final class Part {
        final Ticket ticket;
        final int ticketRow;
        final int batchRow;
        final int count;
        boolean isClosed;

        Part(Ticket ticket, int ticketRow, int batchRow, int count) {
            this.ticket = ticket;
            this.ticketRow = ticketRow;
            this.batchRow = batchRow;
            this.count = count;
        }
    }

    final LayerWorkspace workspace;
    final List<Part> parts = new ArrayList<>();
    long takenNanos;
    long routedNanos;
    /// Requests that it met in the window but did not take, since they had ended or were past their deadline.
    final List<Ticket> refused = new ArrayList<>();
    /// Whether a stage threw: what the workspace holds is then that of an earlier batch, in part.
    boolean isBroken;
    private final int rowsMax;
    private int rows;

    LaneBatch(LayerWorkspace workspace, int rowsMax) {
        this.workspace = workspace;
        this.rowsMax = rowsMax;
    }

    void clear() {
        parts.clear();
        rows = 0;
        isBroken = false;
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
            steered += guidance.isSteered() ? part.count : 0;
            workspace.batch.describe(
                    part.batchRow, part.count, guidance, context.options().fanOut(), part.ticket.seed, part.ticketRow);
            for (int i = 0; i < part.count; i++) {
                workspace.rows.copyRowFrom(part.batchRow + i, part.ticket.encoded, (part.ticketRow + i) * dimensions);
            }
        }
        return steered;
    }

    /// Fails every request that has rows in it.
    void fail(WitanException error) {
        isBroken = true;
        for (Part part : parts) {
            part.ticket.fail(error);
            part.isClosed = true;
        }
    }

    boolean isOpen() {
        for (Part part : parts) {
            if (!part.isClosed) {
                return true;
            }
        }
        return false;
    }

    /// Whether nobody writes to its memory any more and nobody waits for its rows.
    boolean isDone() {
        return !isOpen() && workspace.answers.pending() == 0;
    }
}
