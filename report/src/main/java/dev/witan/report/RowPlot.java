// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import dev.witan.training.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/// A row for every name, with bars or with dots and their intervals, as SVG. Owned by one thread.
public final class RowPlot {
    private static final double LEFT = 8;
    private static final double RIGHT = 14;
    private static final double ROW = 38;
    private static final double SERIES = 11;
    private static final double BOTTOM = 44;
    private static final double LEGEND = 18;

    private final String title;
    private final String measure;
    private final List<String> series;
    private final List<Row> rows = new ArrayList<>();
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private double bandLow = Double.NaN;
    private double bandHigh = Double.NaN;
    private double reference = Double.NaN;
    private String referenceName = "";
    private boolean hasBars;

    /// @param measure what the axis measures
    /// @param series names of what each row has; their number is that of every row's values
    public RowPlot(String title, String measure, List<String> series) {
        this.title = title;
        this.measure = measure;
        this.series = List.copyOf(series);
    }

    private record Row(String name, String note, List<Estimate> values) {}

    /// Bars that begin at 0, instead of dots.
    public RowPlot withBars() {
        this.hasBars = true;
        widen(0);
        return this;
    }

    /// A band behind all rows.
    public RowPlot withBand(double from, double to) {
        this.bandLow = from;
        this.bandHigh = to;
        widen(from);
        widen(to);
        return this;
    }

    /// A line through all rows.
    public RowPlot withReference(String name, double value) {
        this.reference = value;
        this.referenceName = name;
        widen(value);
        return this;
    }

    /// Adds a row.
    ///
    /// @param note what stands at the end of the row
    public RowPlot row(String name, String note, Estimate... values) {
        rows.add(new Row(name, note, List.of(values)));
        for (Estimate value : values) {
            widen(value.value());
            if (value.hasInterval()) {
                widen(value.low());
                widen(value.high());
            }
        }
        return this;
    }

    private void widen(double value) {
        if (Double.isFinite(value)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
    }

    public Element svg() {
        int lines = (series.size() < 2 ? 0 : series.size()) + (Double.isNaN(reference) ? 0 : 1);
        double legend = LEGEND * lines;
        double row = ROW + SERIES * (series.size() - 1);
        double bottom = legend + 8 + row * rows.size();
        Drawing drawing = new Drawing(title, Drawing.WIDTH, bottom + BOTTOM);
        Axis x = axis();
        if (!Double.isNaN(bandLow)) {
            drawing.box("band", x.place(bandLow), legend + 4, x.place(bandHigh) - x.place(bandLow), bottom - legend);
        }
        for (double tick : x.ticksWithRoom(4)) {
            drawing.line("grid", x.place(tick), legend + 4, x.place(tick), bottom);
            drawing.tick(x.label(tick), x.place(tick), bottom + 18);
        }
        if (!Double.isNaN(reference)) {
            drawing.line("guide", x.place(reference), legend + 4, x.place(reference), bottom);
        }
        for (int i = 0; i < rows.size(); i++) {
            draw(drawing, rows.get(i), legend + 8 + row * i, x);
        }
        legend(drawing);
        drawing.text(measure, Drawing.WIDTH / 2, bottom + 37, "middle").with("class", "name");
        return drawing.svg();
    }

    private Axis axis() {
        double from = LEFT + 4;
        double to = Drawing.WIDTH - RIGHT;
        if (low > high) {
            return new Axis(0, 1, from, to);
        }
        return hasBars && low >= 0
                ? new Axis(0, Math.max(high * 1.04, 1e-12), from, to)
                : Axis.around(low, high, from, to);
    }

    private void legend(Drawing drawing) {
        double at = 12;
        if (series.size() > 1) {
            for (int i = 0; i < series.size(); i++) {
                drawing.dot("dot s" + i, LEFT + 8, at, 4);
                drawing.name(series.get(i), LEFT + 20, at + 4, "start", Drawing.WIDTH - LEFT - 24);
                at += LEGEND;
            }
        }
        if (!Double.isNaN(reference)) {
            drawing.line("guide", LEFT, at, LEFT + 16, at);
            drawing.name(referenceName, LEFT + 20, at + 4, "start", Drawing.WIDTH - LEFT - 24);
        }
    }

    private void draw(Drawing drawing, Row row, double top, Axis x) {
        double note = Drawing.width(row.note());
        drawing.name(row.name(), LEFT, top + 12, "start", Drawing.WIDTH - LEFT - RIGHT - note - 10);
        drawing.text(row.note(), Drawing.WIDTH - RIGHT, top + 12, "end").with("class", "quiet");
        for (int i = 0; i < row.values().size(); i++) {
            double at = top + 24 + SERIES * i;
            Estimate value = row.values().get(i);
            if (value.isKnown()) {
                mark(drawing, row.name(), value, "s" + i, at, x);
            }
        }
    }

    private void mark(Drawing drawing, String name, Estimate value, String style, double at, Axis x) {
        String note = name + ": " + Digits.of(value);
        if (hasBars) {
            double zero = x.place(0);
            double end = x.place(value.value());
            drawing.box("bar " + style, Math.min(zero, end), at - 5, Math.abs(end - zero), 10)
                    .add(Element.of("title", note));
            return;
        }
        if (value.hasInterval()) {
            drawing.line("whisker " + style, x.place(value.low()), at, x.place(value.high()), at);
        }
        drawing.dot("dot " + style, x.place(value.value()), at, 4.5).add(Element.of("title", note));
    }
}
