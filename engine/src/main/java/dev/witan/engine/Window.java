// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.dispatch.UrgencyQueue;
import dev.witan.engine.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Where admitted requests wait for a lane.
///
/// A lane takes whatever waits, up to a batch's worth of rows, the moment it is free. So a lone request waits
/// for nothing, and under load, while a lane computes, the window fills: batches grow by themselves, without a
/// timer to tune. Who goes first is told by [UrgencyQueue]; the rows of one request stay in order, though
/// others may come between. Thread-safe.
final class Window {
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final UrgencyQueue<Ticket> waiting = new UrgencyQueue<>();
    private int requestsReserved;
    private int rowsReserved;
    private boolean isClosed;
    /// No request that waits has a deadline before this; guarded by the lock, of use while any waits.
    private long nextDeadlineNanos;

    Window(Limits limits) {
        this.limits = limits;
    }

    /// Reserves room for a request before any work is done for it; answers whether there was any.
    boolean reserve(int rows) {
        lock.lock();
        try {
            if (requestsReserved >= limits.queueRequestsMax() || rowsReserved + rows > limits.queueRowsMax()) {
                return false;
            }
            requestsReserved++;
            rowsReserved += rows;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives reserved room back, for a request that never came.
    void release(int rows) {
        lock.lock();
        try {
            requestsReserved--;
            rowsReserved -= rows;
        } finally {
            lock.unlock();
        }
    }

    /// Puts a request into the room that was reserved for it; answers whether the window was still open.
    boolean add(Ticket ticket) {
        lock.lock();
        try {
            if (isClosed) {
                return false;
            }
            if (waiting.isEmpty()) {
                nextDeadlineNanos = ticket.deadlineNanos;
            }
            noteDeadline(ticket);
            waiting.add(ticket);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Fills `batch` with rows of the most urgent requests. Requests that ended meanwhile are dropped, and those
    /// past their deadline expire, wherever they stand. Answers whether the batch got any rows.
    boolean take(LaneBatch batch, long nowNanos) {
        lock.lock();
        try {
            if (!waiting.isEmpty() && nowNanos - nextDeadlineNanos >= 0) {
                letGo(nowNanos, batch.refused);
            }
            while (!batch.isFull() && !waiting.isEmpty()) {
                Ticket ticket = waiting.first();
                if (ticket.isEnded()) {
                    freeRoom(waiting.removeFirst());
                } else {
                    takeRows(ticket, batch);
                }
            }
        } finally {
            lock.unlock();
        }
        batch.expireRefused();
        return batch.rows() > 0;
    }

    private void takeRows(Ticket ticket, LaneBatch batch) {
        int count = Math.min(ticket.rows - ticket.nextRow, batch.rowsFree());
        batch.add(ticket, ticket.nextRow, count);
        ticket.nextRow += count;
        if (ticket.nextRow == ticket.rows) {
            waiting.removeFirst();
            requestsReserved--;
        }
        rowsReserved -= count;
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    int requests() {
        lock.lock();
        try {
            return requestsReserved;
        } finally {
            lock.unlock();
        }
    }

    /// Expires what waits past its deadline and drops what has ended, for a lane that has no room to take anything.
    void expire(long nowNanos) {
        List<Ticket> over = new ArrayList<>();
        lock.lock();
        try {
            letGo(nowNanos, over);
        } finally {
            lock.unlock();
        }
        over.forEach(Ticket::expire);
    }

    /// Moves the requests that have ended or are past their deadline from the queue to `over`. They are ended
    /// by the caller, outside the lock: whoever waits for an outcome runs then.
    private void letGo(long nowNanos, List<Ticket> over) {
        nextDeadlineNanos = nowNanos + Long.MAX_VALUE;
        waiting.removeIf(ticket -> isOver(ticket, nowNanos, over));
    }

    private boolean isOver(Ticket ticket, long nowNanos, List<Ticket> over) {
        boolean isOver = ticket.isEnded() || ticket.isExpired(nowNanos);
        if (isOver) {
            freeRoom(ticket);
            over.add(ticket);
        } else {
            noteDeadline(ticket);
        }
        return isOver;
    }

    private void noteDeadline(Ticket ticket) {
        if (ticket.deadlineNanos - nextDeadlineNanos < 0) {
            nextDeadlineNanos = ticket.deadlineNanos;
        }
    }

    private void freeRoom(Ticket ticket) {
        requestsReserved--;
        rowsReserved -= ticket.rows - ticket.nextRow;
    }

    /// Lets nothing in any more and fails everything that still waits.
    void close(ErrorCode code, String reason) {
        List<Ticket> left;
        lock.lock();
        try {
            isClosed = true;
            left = new ArrayList<>();
            waiting.removeIf(left::add);
            left.forEach(this::freeRoom);
        } finally {
            lock.unlock();
        }
        left.forEach(ticket -> ticket.fail(code, reason));
    }
}
