// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Memory for the rows that a cache did not know, lent out and given back, so that it is allocated a few times and
/// never again. Thread-safe.
final class RowRooms implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final ConcurrentLinkedQueue<Room> free = new ConcurrentLinkedQueue<>();
    private final int inputs;
    private final int outputs;

    RowRooms(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /// Rows in, rows out.
    record Room(FloatMatrix input, FloatMatrix output) {}

    /// A room for at least so many rows.
    Room take(int rows) {
        Room room = Optional.ofNullable(free.poll()).orElseGet(() -> room(rows));
        return room.input.rows() >= rows ? room : room(rows);
    }

    private Room room(int rows) {
        int rounded = Math.max(8, Integer.highestOneBit(2 * rows - 1));
        return new Room(FloatMatrix.allocate(arena, rounded, inputs), FloatMatrix.allocate(arena, rounded, outputs));
    }

    void giveBack(Room room) {
        free.add(room);
    }

    @Override
    public void close() {
        arena.close();
    }
}
