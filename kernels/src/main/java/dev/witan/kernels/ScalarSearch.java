// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The search in a plain loop.
final class ScalarSearch implements RowSearch {
    @Override
    public int firstAbove(MemorySegment in, long from, int column, int columns, float value) {
        for (int i = column; i < columns; i++) {
            if (!(in.get(ValueLayout.JAVA_FLOAT_UNALIGNED, from + (long) i * Float.BYTES) <= value)) {
                return i & -BLOCK;
            }
        }
        return columns;
    }
}
