// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The bits of a row, and what else an answer to it depends on. Two keys are equal only if every bit is: 0.0 and
/// -0.0 are two rows. Immutable.
final class RowKey {
    /// Mixes a word in; the odd constant is the 64-bit golden ratio.
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final Object context;
    private final int[] bits;
    private final int hash;

    private RowKey(Object context, int[] bits, long seed) {
        this.context = context;
        this.bits = bits;
        this.hash = hash(bits, seed + context.hashCode());
    }

    /// @param seed of the process: who sends rows cannot choose them to have equal hashes
    static RowKey of(Object context, FloatMatrix rows, int row, long seed) {
        int[] bits = new int[rows.columns()];
        long offset = (long) row * rows.stride() * Float.BYTES;
        MemorySegment.copy(rows.segment(), ValueLayout.JAVA_INT, offset, bits, 0, bits.length);
        return new RowKey(context, bits, seed);
    }

    /// Of `width` values that start at `from`.
    static RowKey of(Object context, float[] rows, int from, int width, long seed) {
        int[] bits = new int[width];
        for (int i = 0; i < width; i++) {
            bits[i] = Float.floatToRawIntBits(rows[from + i]);
        }
        return new RowKey(context, bits, seed);
    }

    /// Of a signature in place of the bits.
    static RowKey ofSignature(Object context, int[] signature, long seed) {
        return new RowKey(context, signature, seed);
    }

    private static int hash(int[] bits, long seed) {
        long hash = seed;
        for (int word : bits) {
            hash = (hash ^ word) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }

    int words() {
        return bits.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey key
                && key.hash == hash
                && key.context.equals(context)
                && Arrays.equals(key.bits, bits);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
