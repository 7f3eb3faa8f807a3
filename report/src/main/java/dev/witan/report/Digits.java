// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import dev.witan.training.statistics.Estimate;
import java.util.Locale;

/// How numbers are spelled in reports.
public final class Digits {
    private static final double SMALL = 1e-4;
    private static final double LARGE = 1e6;
    private static final String NOTHING = "–";

    private Digits() {}

    /// Four digits that tell something.
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return NOTHING;
        }
        double size = Math.abs(value);
        if (size != 0 && (size < SMALL || size >= LARGE)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        return size >= 1_000
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(
                        Locale.ROOT, size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : size >= 1 ? "%.3f" : "%.4f", value);
    }

    public static String of(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
    }

    public static String percent(double share) {
        return Double.isNaN(share) ? NOTHING : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /// The ends of the interval of a figure.
    public static String interval(Estimate estimate) {
        return estimate.hasInterval() ? of(estimate.low()) + " to " + of(estimate.high()) : NOTHING;
    }

    /// A figure with its interval.
    public static String of(Estimate estimate) {
        return estimate.hasInterval() ? of(estimate.value()) + " (" + interval(estimate) + ")" : of(estimate.value());
    }

    /// With its sign.
    public static String signed(double value) {
        return value > 0 ? "+" + of(value) : of(value).replace('-', '−');
    }
}
