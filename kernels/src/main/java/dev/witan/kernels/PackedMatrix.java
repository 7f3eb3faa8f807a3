// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Weights [inner, columns] in the order in which the kernels read them.
///
/// Columns are cut into panels of 64, the last one narrowed to a multiple of 16; a panel holds, for each inner
/// index, its values side by side, with zeros in place of missing columns. The layout is the same on every vector
/// width. The memory lives as long as the arena. Packing belongs to one thread; a packed matrix may be read by any
/// number.
public final class PackedMatrix {
    /// The columns of every panel but the last.
    static final int PANEL = 64;

    private final MemorySegment segment;
    private final long address;
    private final int inner;
    private final int columns;
    private int innerUsed;

    private PackedMatrix(MemorySegment segment, int inner, int columns) {
        this.segment = segment;
        this.address = segment.address();
        this.inner = inner;
        this.columns = columns;
        this.innerUsed = inner;
    }

    /// Weights of zeros.
    public static PackedMatrix allocate(Arena arena, int inner, int columns) {
        Shapes.positive("inner", inner);
        Shapes.columns(columns);
        long bytes = (long) inner * FloatMatrix.padded(columns) * Float.BYTES;
        return new PackedMatrix(NativeMemory.allocate(arena, bytes), inner, columns);
    }

    /// A packed copy of weights [inner, columns].
    public static PackedMatrix pack(Arena arena, FloatMatrix weights) {
        PackedMatrix packed = allocate(arena, weights.rows(), weights.columns());
        packed.packFrom(weights);
        return packed;
    }

    /// Replaces the weights by those of a matrix [inner, columns].
    public void packFrom(FloatMatrix weights) {
        Shapes.equal("weights rows", weights.rows(), inner);
        packFrom(weights, 0, inner);
    }

    /// Replaces the weights by some rows of a matrix; products sum over these rows only, until the next packing.
    public void packFrom(FloatMatrix weights, int fromRow, int rows) {
        Shapes.equal("weights columns", weights.columns(), columns);
        Shapes.range("weights rows", weights, fromRow, rows);
        Shapes.atLeast("inner", inner, rows);
        for (int column = 0; column < columns; column += PANEL) {
            long bytes = (long) Math.min(PANEL, columns - column) * Float.BYTES;
            for (int k = 0; k < rows; k++) {
                long source = weights.offset(fromRow + k) + (long) column * Float.BYTES;
                MemorySegment.copy(weights.segment(), source, segment, index(k, column) * Float.BYTES, bytes);
            }
        }
        innerUsed = rows;
    }

    /// Replaces the weights by those of a matrix [columns, inner], one row per output.
    public void packTransposedFrom(FloatMatrix weights) {
        Shapes.equal("weights rows", weights.rows(), columns);
        Shapes.equal("weights columns", weights.columns(), inner);
        for (int column = 0; column < columns; column++) {
            for (int k = 0; k < inner; k++) {
                segment.setAtIndex(ValueLayout.JAVA_FLOAT, index(k, column), weights.get(column, k));
            }
        }
        innerUsed = inner;
    }

    /// The number of inputs that there is room for.
    public int inner() {
        return inner;
    }

    /// The number of inputs that a product sums over: `inner()` unless fewer rows were packed last.
    public int innerUsed() {
        return innerUsed;
    }

    /// The number of outputs.
    public int columns() {
        return columns;
    }

    MemorySegment segment() {
        return segment;
    }

    /// The weight from an input to an output.
    public float get(int k, int column) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index(k, column));
    }

    /// The number of columns in the panel that starts at a column, a multiple of 16.
    int panelWidth(int firstColumn) {
        return Math.min(PANEL, FloatMatrix.padded(columns) - firstColumn);
    }

    /// The address of the first byte of the panel that starts at a column, for kernels.
    long address(int firstColumn) {
        return address + (long) firstColumn * inner * Float.BYTES;
    }

    void set(int k, int column, float value) {
        segment.setAtIndex(ValueLayout.JAVA_FLOAT, index(k, column), value);
    }

    private long index(int k, int column) {
        int first = column & -PANEL;
        return (long) first * inner + (long) k * panelWidth(first) + (column - first);
    }
}
