// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import java.util.List;

/// Columns over ranges of one number, as SVG.
public final class ColumnPlot {
    private static final double HEIGHT = 260;
    private static final double LEFT = 52;
    private static final double RIGHT = 12;
    private static final double TOP = 22;
    private static final double BOTTOM = 48;

    private ColumnPlot() {}

    /// The columns.
    ///
    /// @param across what the ranges are of
    /// @param up what is counted
    /// @param counts of equal ranges from `from` to `to`
    public static Element svg(String title, String across, String up, double from, double to, List<Long> counts) {
        Drawing drawing = new Drawing(title, Drawing.WIDTH, HEIGHT);
        long most = counts.stream().mapToLong(it -> it).max().orElse(0);
        Axis x = new Axis(from, to, LEFT, Drawing.WIDTH - RIGHT);
        Axis y = new Axis(0, Math.max(1, most * 1.05), HEIGHT - BOTTOM, TOP);
        for (double tick : y.ticks(4)) {
            drawing.line("grid", x.from(), y.place(tick), x.to(), y.place(tick));
            drawing.text(y.label(tick), x.from() - 6, y.place(tick) + 4, "end");
        }
        double width = (to - from) / counts.size();
        for (int i = 0; i < counts.size(); i++) {
            double left = x.place(from + i * width);
            double top = y.place(counts.get(i));
            drawing.box("bar s0", left + 0.5, top, x.place(from + (i + 1) * width) - left - 1, y.from() - top)
                    .add(Element.of(
                            "title",
                            "%s to %s: %s"
                                    .formatted(
                                            Digits.of(from + i * width),
                                            Digits.of(from + (i + 1) * width),
                                            Digits.of(counts.get(i)))));
        }
        if (from < 0 && to > 0) {
            drawing.line("guide", x.place(0), y.from(), x.place(0), y.to());
        }
        for (double tick : x.ticksWithRoom(4)) {
            drawing.tick(x.label(tick), x.place(tick), y.from() + 19);
        }
        drawing.text(across, (x.from() + x.to()) / 2, y.from() + 38, "middle").with("class", "name");
        drawing.text(up, x.from(), TOP - 7, "start").with("class", "name");
        return drawing.svg();
    }
}
