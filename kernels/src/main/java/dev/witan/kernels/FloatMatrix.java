// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// Row-major FP32 rows in native memory, the form in which every kernel takes and gives its data.
///
/// A row is followed by padding up to a multiple of 16 values, so that kernels need no masks: the padding may hold
/// anything and may be overwritten. The memory lives as long as the arena that it was allocated from. Owned by one
/// thread at a time; threads may share a matrix when each writes rows of its own.
public final class FloatMatrix {
    /// Every row starts at a multiple of this many values.
    static final int LANES = 16;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    /// Those of a positive infinity; without its sign, whatever is not finite has these or greater ones.
    private static final int INFINITY_BITS = 0x7F800000;

    private final MemorySegment segment;
    private final long address;
    private final int rows;
    private final int columns;
    private final int stride;

    private FloatMatrix(MemorySegment segment, int rows, int columns) {
        this.segment = segment;
        this.address = segment.address();
        this.rows = rows;
        this.columns = columns;
        this.stride = padded(columns);
    }

    /// A matrix of zeros, 64-byte aligned, on huge pages where the machine has them and the matrix is large.
    public static FloatMatrix allocate(Arena arena, int rows, int columns) {
        Shapes.positive("rows", rows);
        Shapes.columns(columns);
        long bytes = (long) rows * padded(columns) * Float.BYTES;
        return new FloatMatrix(NativeMemory.allocate(arena, bytes), rows, columns);
    }

    static int padded(int columns) {
        return (columns + LANES - 1) & -LANES;
    }

    /// The number of rows.
    public int rows() {
        return rows;
    }

    /// The number of values in a row that mean something.
    public int columns() {
        return columns;
    }

    /// The distance between the starts of two rows, in values.
    public int stride() {
        return stride;
    }

    /// The memory, `rows() * stride()` values in the byte order of the machine.
    public MemorySegment segment() {
        return segment;
    }

    /// The value at a row and a column.
    public float get(int row, int column) {
        return memory().get(FLOAT, base() + index(row, column) * Float.BYTES);
    }

    /// Replaces one value.
    public void set(int row, int column, float value) {
        memory().set(FLOAT, base() + index(row, column) * Float.BYTES, value);
    }

    /// Replaces a row by the `columns()` values of `source` that start at `from`.
    public void copyRowFrom(int row, float[] source, int from) {
        Objects.checkFromIndexSize(from, columns, source.length);
        MemorySegment.copy(source, from, segment, ValueLayout.JAVA_FLOAT, offset(row), columns);
    }

    /// Replaces a row by a row of another matrix, or by the start of one that is longer.
    public void copyRowFrom(int row, FloatMatrix source, int sourceRow) {
        Shapes.atLeast("source columns", source.columns, columns);
        MemorySegment.copy(
                source.segment, source.offset(sourceRow), segment, offset(row), (long) columns * Float.BYTES);
    }

    /// Copies a row to the `columns()` values of `target` that start at `from`.
    public void copyRowTo(int row, float[] target, int from) {
        Objects.checkFromIndexSize(from, columns, target.length);
        MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, offset(row), target, from, columns);
    }

    /// Sets every value of a row to zero.
    public void clear(int row) {
        segment.asSlice(offset(row), (long) stride * Float.BYTES).fill((byte) 0);
    }

    /// Whether every value of a row is a number and not infinite.
    public boolean isFinite(int row) {
        int greatest = 0;
        long from = base() + offset(row);
        MemorySegment memory = memory();
        for (int column = 0; column < columns; column++) {
            int magnitude = memory.get(INT, from + (long) column * Float.BYTES) & Integer.MAX_VALUE;
            greatest = Math.max(greatest, magnitude);
        }
        return greatest < INFINITY_BITS;
    }

    /// Sets every value, padding included.
    public void fill(float value) {
        long count = (long) rows * stride;
        for (long i = 0; i < count; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
    }

    /// Where single values are read and written: see [NativeMemory#EVERYWHERE].
    private MemorySegment memory() {
        Shapes.alive(segment);
        return NativeMemory.isAccessible() ? NativeMemory.EVERYWHERE : segment;
    }

    /// The position of the first byte in [#memory].
    private long base() {
        return NativeMemory.isAccessible() ? address : 0;
    }

    /// The address of a row's first byte, for kernels.
    long address(int row) {
        return address + offset(row);
    }

    /// The position of a row's first byte.
    long offset(int row) {
        return (long) Objects.checkIndex(row, rows) * stride * Float.BYTES;
    }

    private long index(int row, int column) {
        return (long) Objects.checkIndex(row, rows) * stride + Objects.checkIndex(column, columns);
    }
}
