// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

/// A stream of random numbers that is the same for the same keys on every machine: SplitMix64 (Steele, Lea and Flood
/// 2014), with our own way to uniform and normal numbers, so that no library's change changes a trained mixture.
/// Owned by one thread.
public final class SeededNumbers {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1p-53;
    private long state;

    /// @param keys what the stream depends on, such as a seed, a step and an expert
    public SeededNumbers(long... keys) {
        for (long key : keys) {
            state = mix(state + GAMMA + key);
        }
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /// Uniform in `[0, 1)`.
    public double uniform() {
        return (nextLong() >>> 11) * UNIT;
    }

    /// Uniform in `0..bound`, without `bound`.
    public int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /// Normal with mean 0 and deviation 1 (Box and Muller 1958).
    public double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /// Puts the first `count` values into a random order.
    public void shuffle(int[] values, int count) {
        for (int i = count - 1; i > 0; i--) {
            int other = below(i + 1);
            int kept = values[i];
            values[i] = values[other];
            values[other] = kept;
        }
    }
}
