// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/// Where admitted requests wait for a lane.
///
/// A lane takes whatever waits, up to a batch's worth of rows, the moment it is free. So a lone request waits for
/// nothing, and under load, while a lane computes, the window fills: batches grow by themselves, without a timer to
/// tune. Thread-safe.
final class Window {
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Ticket> waiting = new ArrayDeque<>();
    private int requestsReserved;
    private int rowsReserved;

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

    /// Puts a request into the room that was reserved for it.
    void add(Ticket ticket) {
        lock.lock();
        try {
            waiting.addLast(ticket);
        } finally {
            lock.unlock();
        }
    }

    /// Fills `batch` with rows of the requests that wait longest. Requests that ended meanwhile are dropped, and those
    /// past their deadline expire. Answers whether the batch got any rows.
    boolean take(LaneBatch batch, long nowNanos) {
        lock.lock();
        try {
            while (!batch.isFull() && !waiting.isEmpty()) {
                Ticket ticket = waiting.getFirst();
                if (ticket.isEnded() || ticket.isExpired(nowNanos)) {
                    leave(ticket, ticket.rows - ticket.nextRow);
                    batch.refuse(ticket);
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
            leave(ticket, count);
        } else {
            rowsReserved -= count;
        }
    }

    private void leave(Ticket ticket, int rows) {
        waiting.remove(ticket);
        requestsReserved--;
        rowsReserved -= rows;
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

    /// Expires what waits past its deadline, for a lane that has no room to take anything.
    void expire(long nowNanos) {
        lock.lock();
        try {
            waiting.stream()
                    .filter(ticket -> ticket.isExpired(nowNanos))
                    .toList()
                    .forEach(Ticket::expire);
        } finally {
            lock.unlock();
        }
    }

    /// Fails everything that still waits.
    void failAll(ErrorCode code, String reason) {
        lock.lock();
        try {
            for (Ticket ticket = waiting.peekFirst(); ticket != null; ticket = waiting.peekFirst()) {
                leave(ticket, ticket.rows - ticket.nextRow);
                ticket.fail(code, reason);
            }
        } finally {
            lock.unlock();
        }
    }
}
