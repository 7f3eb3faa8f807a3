// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

/// The standard normal distribution.
public final class Normal {
    private static final double TAIL = 8;
    private static final int HALVINGS = 60;

    private Normal() {}

    /// The probability of a value at most `x`, by the series `1/2 + density(x) (x + x^3/3 + x^5/15 + …)`.
    public static double probability(double x) {
        if (Math.abs(x) > TAIL) {
            return x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * Math.PI);
    }

    /// The value that is exceeded with probability `1 - p`.
    public static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("a probability must lie between 0 and 1: " + p);
        }
        double low = -TAIL;
        double high = TAIL;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (probability(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// How many deviations an interval of this confidence reaches to either side, 1.96 for 0.95.
    ///
    /// @param comparisons that are to hold at once; the level of each is raised after Bonferroni
    public static double reach(double confidence, int comparisons) {
        return quantile(1 - (1 - confidence) / 2 / Math.max(1, comparisons));
    }
}
