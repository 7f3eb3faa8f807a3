// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// The exponential function as every implementation computes it, one operation for one operation.
///
/// `x = n ln 2 + r` with a whole `n` and `r` within half of `ln 2`; `exp(r)` is a polynomial of degree six fitted
/// to least relative error (0.07 units in the last place before rounding), and two factors put `n` into the
/// exponent, so that results below the least normal number come out right.
final class Exponential {
    /// Beyond these the result is zero or infinity whatever the value.
    static final float LOWEST = -104f;

    static final float HIGHEST = 89f;

    static final float LOG2_E = 0x1.715476p0f;

    /// Adding this leaves the nearest whole number in the low bits of a float.
    static final float MAGIC = 0x1.8p23f;

    static final int MAGIC_BITS = 0x4B400000;
    static final float LN2_HIGH = 0x1.62e43p-1f;
    static final float LN2_LOW = -0x1.05c61p-29f;
    static final float C2 = 0x1.fffffcp-2f;
    static final float C3 = 0x1.555490p-3f;
    static final float C4 = 0x1.5558f8p-5f;
    static final float C5 = 0x1.123b02p-7f;
    static final float C6 = 0x1.6a2256p-10f;
    /// The bits of `1f`, the exponent's bias in place.
    static final int ONE_BITS = 0x3F800000;

    static final int MANTISSA_BITS = 23;

    private Exponential() {}

    static float exp(float x) {
        float c = Math.max(Math.min(x, HIGHEST), LOWEST);
        float t = Math.fma(c, LOG2_E, MAGIC);
        float n = t - MAGIC;
        float r = Math.fma(n, -LN2_HIGH, c);
        r = Math.fma(n, -LN2_LOW, r);
        float p = Math.fma(C6, r, C5);
        p = Math.fma(p, r, C4);
        p = Math.fma(p, r, C3);
        p = Math.fma(p, r, C2);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        int exponent = Float.floatToRawIntBits(t) - MAGIC_BITS;
        int half = exponent >> 1;
        return p * power(half) * power(exponent - half);
    }

    private static float power(int exponent) {
        return Float.intBitsToFloat((exponent << MANTISSA_BITS) + ONE_BITS);
    }
}
