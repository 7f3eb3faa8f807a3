// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.kernels.FloatMatrix;

/// Numbers that follow from a row's bits and from nothing else, spread as if drawn at random.
public final class RowHash {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int UNIT_BITS = 23;
    private static final float UNIT = 0x1p-23f;

    private RowHash() {}

    /// The same for the same bits, wherever in a batch the row stands.
    public static long of(FloatMatrix rows, int row) {
        long hash = GOLDEN;
        for (int column = 0; column < rows.columns(); column++) {
            hash = mix(hash ^ Float.floatToRawIntBits(rows.get(row, column)));
        }
        return hash;
    }

    /// The finaliser of SplitMix64: every bit of the input moves about half of those of the output.
    public static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// The draw of one expert under a seed: between 0 and 1, both excluded.
    public static float unit(long seed, int expert) {
        long bits = mix(seed ^ (expert * GOLDEN)) >>> (Long.SIZE - UNIT_BITS);
        return (bits + 0.5f) * UNIT;
    }
}
