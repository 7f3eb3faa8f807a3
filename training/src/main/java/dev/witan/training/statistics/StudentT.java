// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

/// Student's distribution of the mean of few normal values over their own deviation.
public final class StudentT {
    private static final double TAIL = 1e6;
    private static final int HALVINGS = 100;

    private StudentT() {}

    /// The probability of a value at most `t`, by the finite series in the angle `atan(t / sqrt(freedom))`.
    ///
    /// @param freedom degrees of freedom, one less than there are values
    public static double probability(double t, int freedom) {
        double angle = StrictMath.atan(t / StrictMath.sqrt(freedom));
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        boolean isOdd = freedom % 2 == 1;
        double term = isOdd ? cos : 1;
        double sum = freedom == 1 ? 0 : term;
        for (int i = isOdd ? 3 : 2; i < freedom; i += 2) {
            term *= cos * cos * (i - 1) / i;
            sum += term;
        }
        double within = isOdd ? 2 / Math.PI * (angle + sin * sum) : sin * sum;
        return (1 + within) / 2;
    }

    /// The value that is exceeded with probability `1 - p`.
    public static double quantile(double p, int freedom) {
        if (!(p > 0 && p < 1) || freedom < 1) {
            throw new IllegalArgumentException(
                    "a probability must lie between 0 and 1 and freedom be positive: %s, %d".formatted(p, freedom));
        }
        double low = -TAIL;
        double high = TAIL;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (probability(middle, freedom) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
