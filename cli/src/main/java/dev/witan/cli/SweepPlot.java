// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.report.Quality;
import dev.witan.training.sweep.SweepPoint;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Draws quality, and revenue where it was measured, against cost, as SVG. Written by hand: the libraries for it need
/// fonts on the machine.
final class SweepPlot {
    private static final int WIDTH = 760;
    private static final int PANEL = 300;
    private static final int LEFT = 80;
    private static final int RIGHT = 24;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int TICKS = 4;

    private final StringBuilder svg = new StringBuilder();
    private final List<SweepPoint> points;

    private SweepPlot(List<SweepPoint> points) {
        this.points = points;
    }

    static String of(String mixture, List<SweepPoint> points) {
        boolean hasRevenue = points.getFirst().revenue().isPresent();
        SweepPlot plot = new SweepPlot(points);
        plot.open(mixture, hasRevenue ? 2 : 1);
        plot.panel(0, figureName(points.getFirst().quality()), point -> figure(point.quality()));
        if (hasRevenue) {
            plot.panel(1, "revenue per 1000 rows", point -> point.revenue().orElseThrow());
        }
        return plot.svg.append("</svg>\n").toString();
    }

    /// What a person holds cost against.
    static double figure(Quality quality) {
        return switch (quality) {
            case Quality.Binary binary -> binary.auc();
            case Quality.MultiClass multi -> multi.accuracy();
            case Quality.MultiLabel labels -> labels.auc();
            case Quality.Quantile quantile -> quantile.pinball();
            case Quality.Tasks tasks -> tasks.figure();
            case Quality.Regression regression -> regression.rmse();
        };
    }

    static String figureName(Quality quality) {
        return switch (quality) {
            case Quality.Binary _ -> "AUC";
            case Quality.MultiClass _ -> "accuracy";
            case Quality.MultiLabel _ -> "AUC of the labels";
            case Quality.Quantile _ -> "pinball loss";
            case Quality.Tasks _ -> "share explained";
            case Quality.Regression _ -> "RMSE";
        };
    }

    private void open(String mixture, int panels) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH,
                panels * PANEL));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"22\" font-size=\"15\">%s: what spending less costs</text>%n",
                LEFT,
                mixture));
    }

    private void panel(int panel, String title, ToDoubleFunction<SweepPoint> value) {
        Axis across = Axis.of(points.stream().mapToDouble(SweepPoint::cost).toArray(), LEFT, WIDTH - RIGHT);
        Axis up = Axis.of(
                points.stream().mapToDouble(value).toArray(), (panel + 1) * PANEL - BOTTOM, panel * PANEL + TOP);
        for (int tick = 0; tick <= TICKS; tick++) {
            double cost = across.at(tick);
            double level = up.at(tick);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#555\">%.4g</text>%n",
                    across.place(cost),
                    up.from() + 18,
                    cost));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#555\">%.5g</text>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    up.place(level),
                    up.place(level),
                    LEFT - 8,
                    up.place(level) + 4,
                    level));
        }
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%.1f\" fill=\"#333\">%s</text>%n", LEFT, up.to() - 4, title));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#333\">cost per row</text>%n",
                WIDTH - RIGHT,
                up.from() + 36));
        line(across, up, value);
    }

    private void line(Axis across, Axis up, ToDoubleFunction<SweepPoint> value) {
        svg.append("<polyline fill=\"none\" stroke=\"#1f6feb\" stroke-width=\"2\" points=\"");
        for (SweepPoint point : points) {
            svg.append(String.format(
                    Locale.ROOT, " %.1f,%.1f", across.place(point.cost()), up.place(value.applyAsDouble(point))));
        }
        svg.append("\"/>\n");
        for (SweepPoint point : points) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#1f6feb\"><title>price %.4g: cost %.5g, %.5g</title>"
                            + "</circle>%n",
                    across.place(point.cost()),
                    up.place(value.applyAsDouble(point)),
                    point.price(),
                    point.cost(),
                    value.applyAsDouble(point)));
        }
    }

    /// Places values between two edges of a panel, a little room left on either side.
    private record Axis(double low, double high, double from, double to) {
        static Axis of(double[] values, double from, double to) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            double room = Math.max((high - low) * 0.05, 1e-9);
            return new Axis(low - room, high + room, from, to);
        }

        double at(int tick) {
            return low + (high - low) * tick / TICKS;
        }

        double place(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }
    }
}
