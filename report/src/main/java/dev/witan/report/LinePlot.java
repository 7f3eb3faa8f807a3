// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import dev.witan.training.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lines and points over two axes, as SVG. Owned by one thread.
public final class LinePlot {
    private static final double HEIGHT = 300;
    private static final double LEFT = 52;
    private static final double RIGHT = 12;

    /// Of the labels to the left: the gap to the axis, and what the axis measures.
    private static final double BESIDE = 26;

    private static final double TOP = 14;
    private static final double BOTTOM = 48;
    private static final double LEGEND = 18;

    private final String title;
    private final String acrossName;
    private final String upName;
    private final List<Series> series = new ArrayList<>();
    private double[] across = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    private double[] up = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    private boolean isFixed;
    private boolean hasDiagonal;

    /// @param across what the horizontal axis measures
    /// @param up what the vertical axis measures
    public LinePlot(String title, String across, String up) {
        this.title = title;
        this.acrossName = across;
        this.upName = up;
    }

    private enum Form {
        LINE,
        POINTS
    }

    private record Series(String name, Form form, List<Point> points) {}

    /// A point, with an interval upwards if its estimate has one.
    ///
    /// @param note what it says when it is pointed at; may be empty
    public record Point(double x, Estimate y, String note) {
        public static Point of(double x, double y) {
            return new Point(x, Estimate.plain(y), "");
        }
    }

    /// Both axes go from 0 to 1.
    public LinePlot ofShares() {
        this.across = new double[] {0, 1};
        this.up = new double[] {0, 1};
        this.isFixed = true;
        return this;
    }

    /// With the line on which both axes say the same.
    public LinePlot withDiagonal() {
        this.hasDiagonal = true;
        return this;
    }

    public LinePlot line(String name, List<Point> points) {
        return add(new Series(name, Form.LINE, List.copyOf(points)));
    }

    /// A line and its points, with their intervals.
    public LinePlot points(String name, List<Point> points) {
        return add(new Series(name, Form.POINTS, List.copyOf(points)));
    }

    private LinePlot add(Series added) {
        series.add(added);
        if (!isFixed) {
            for (Point point : added.points()) {
                widen(across, point.x());
                widen(up, point.y().value());
                if (point.y().hasInterval()) {
                    widen(up, point.y().low());
                    widen(up, point.y().high());
                }
            }
        }
        return this;
    }

    private static void widen(double[] range, double value) {
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
    }

    public Element svg() {
        double legend = series.size() < 2 ? 0 : LEGEND * series.size();
        Drawing drawing = new Drawing(title, Drawing.WIDTH, HEIGHT + legend);
        double top = TOP + legend;
        double bottom = HEIGHT + legend - BOTTOM;
        Axis y = axis(up, bottom, top);
        Axis x = axis(across, Math.max(LEFT, y.labelWidth(5) + BESIDE), Drawing.WIDTH - RIGHT);
        frame(drawing, x, y);
        if (hasDiagonal) {
            double low = Math.max(x.low(), y.low());
            double high = Math.min(x.high(), y.high());
            drawing.line("guide", x.place(low), y.place(low), x.place(high), y.place(high));
        }
        for (int i = 0; i < series.size(); i++) {
            draw(drawing, series.get(i), "s" + i, x, y);
            if (legend > 0) {
                double at = LEGEND * i + 12;
                drawing.line("line s" + i, LEFT, at, LEFT + 22, at);
                drawing.name(series.get(i).name(), LEFT + 28, at + 4, "start", Drawing.WIDTH - LEFT - 30);
            }
        }
        return drawing.svg();
    }

    private Axis axis(double[] range, double from, double to) {
        if (isFixed) {
            return new Axis(range[0], range[1], from, to);
        }
        return range[0] > range[1] ? new Axis(0, 1, from, to) : Axis.around(range[0], range[1], from, to);
    }

    private void frame(Drawing drawing, Axis x, Axis y) {
        for (double tick : y.ticks(5)) {
            drawing.line("grid", x.from(), y.place(tick), x.to(), y.place(tick));
            drawing.text(y.label(tick), x.from() - 6, y.place(tick) + 4, "end");
        }
        for (double tick : x.ticksWithRoom(5)) {
            drawing.line("grid", x.place(tick), y.from(), x.place(tick), y.to());
            drawing.tick(x.label(tick), x.place(tick), y.from() + 19);
        }
        drawing.text(acrossName, (x.from() + x.to()) / 2, y.from() + 38, "middle")
                .with("class", "name");
        double middle = (y.from() + y.to()) / 2;
        drawing.text(upName, 12, middle, "middle")
                .with("class", "name")
                .with("transform", String.format(Locale.ROOT, "rotate(-90 12 %.1f)", middle));
    }

    private static void draw(Drawing drawing, Series series, String style, Axis x, Axis y) {
        StringBuilder path = new StringBuilder();
        for (Point point : series.points()) {
            path.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    x.place(point.x()),
                    y.place(point.y().value())));
        }
        drawing.put(Element.of("polyline")
                .with("class", "line " + style)
                .with("points", path.toString().strip()));
        if (series.form() == Form.POINTS) {
            for (Point point : series.points()) {
                point(drawing, point, style, x, y);
            }
        }
    }

    private static void point(Drawing drawing, Point point, String style, Axis x, Axis y) {
        double at = x.place(point.x());
        if (point.y().hasInterval()) {
            drawing.line(
                    "whisker " + style,
                    at,
                    y.place(point.y().low()),
                    at,
                    y.place(point.y().high()));
        }
        Element dot = drawing.dot("dot " + style, at, y.place(point.y().value()), 4);
        if (!point.note().isEmpty()) {
            dot.add(Element.of("title", point.note()));
        }
    }
}
