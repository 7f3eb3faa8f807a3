// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Places values between two edges of a plot.
///
/// @param low value at the first edge
/// @param high value at the second edge
/// @param from place of the first edge
/// @param to place of the second edge
record Axis(double low, double high, double from, double to) {
    private static final double ROOM = 0.05;
    private static final double GAP = 8;
    private static final double LARGE = 1e13;
    private static final double MILLIONS = 1e6;
    private static final double BILLIONS = 1e10;
    private static final double SMALL = 1e-5;

    /// Values with a little room on either side.
    static Axis around(double low, double high, double from, double to) {
        double size = Math.max(Math.abs(low), Math.abs(high));
        double room = Math.max((high - low) * ROOM, Math.max(size * 1e-9, 1e-12));
        return new Axis(low - room, high + room, from, to);
    }

    double place(double value) {
        return from + (Math.clamp(value, low, high) - low) / (high - low) * (to - from);
    }

    /// Round values along the axis, about so many.
    List<Double> ticks(int about) {
        double step = step((high - low) / about);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /// Round values, about so many at most, so few that what is written beside them does not run together.
    List<Double> ticksWithRoom(int aboutMost) {
        for (int about = aboutMost; about > 1; about--) {
            List<Double> ticks = ticks(about);
            double width = ticks.stream()
                    .mapToDouble(tick -> Drawing.widthOfDigits(label(tick)) + GAP)
                    .sum();
            if (width + labelWidth(about) / 2 <= Math.abs(to - from)) {
                return ticks;
            }
        }
        return ticks(1);
    }

    /// The width of what is written beside the widest tick.
    double labelWidth(int about) {
        return ticks(about).stream()
                .mapToDouble(tick -> Drawing.widthOfDigits(label(tick)))
                .max()
                .orElse(0);
    }

    /// The nearest of 1, 2, 5 and 10 times a power of ten that is not less.
    private static double step(double least) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
        double factor = least / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    /// A tick as it is written beside the axis.
    String label(double tick) {
        double step = step((high - low) / 5);
        double size = Math.max(Math.abs(low), Math.abs(high));
        if (size >= LARGE || step < SMALL) {
            int digits = (int) Math.ceil(StrictMath.log10(Math.max(1, size / step)));
            return String.format(Locale.ROOT, "%." + Math.min(digits, 15) + "e", tick == 0 ? 0 : tick);
        }
        double unit = size >= BILLIONS ? 1e9 : size >= MILLIONS ? 1e6 : 1;
        int decimals = (int) Math.max(0, -Math.floor(StrictMath.log10(step / unit) + 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", tick == 0 ? 0 : tick / unit)
                + (unit == 1 || tick == 0 ? "" : unit == 1e6 ? " M" : " bn");
    }
}
