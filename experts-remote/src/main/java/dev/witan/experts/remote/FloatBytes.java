// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Rows as the protocol's raw bytes, little-endian and without padding: one copy from native memory, none besides.
final class FloatBytes {
    static final ValueLayout.OfFloat LITTLE_ENDIAN = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private FloatBytes() {}

    static byte[] of(FloatMatrix matrix, int from, int rows) {
        long width = (long) matrix.columns() * Float.BYTES;
        byte[] bytes = new byte[Math.toIntExact(rows * width)];
        MemorySegment to = MemorySegment.ofArray(bytes);
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(
                    matrix.segment(),
                    JAVA_FLOAT,
                    offset(matrix, from + row),
                    to,
                    LITTLE_ENDIAN,
                    row * width,
                    matrix.columns());
        }
        return bytes;
    }

    /// Writes values, row after row without padding, to the rows of `matrix` that start at `from`.
    static void write(MemorySegment values, ValueLayout.OfFloat layout, FloatMatrix matrix, int from, int rows) {
        long width = (long) matrix.columns() * Float.BYTES;
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(
                    values,
                    layout,
                    row * width,
                    matrix.segment(),
                    JAVA_FLOAT,
                    offset(matrix, from + row),
                    matrix.columns());
        }
    }

    private static long offset(FloatMatrix matrix, int row) {
        return (long) row * matrix.stride() * Float.BYTES;
    }
}
