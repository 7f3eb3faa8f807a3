// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import java.util.List;
import java.util.Locale;

/// A grid of cells that are the stronger the more there is, as SVG. It is as wide as it needs to be and scrolls
/// within its frame.
public final class HeatMap {
    private static final double CELL = 46;
    private static final double SMALL = 17;
    private static final int LARGE_MAX = 12;
    private static final int LETTERS_MAX = 22;

    private final String title;
    private final List<String> rows;
    private final List<String> columns;
    private final Cells cells;

    /// What stands in a cell.
    public interface Cells {
        /// From 0, nothing, to 1, all there can be; not a number leaves the cell empty.
        double strength(int row, int column);

        /// What is written into it, where there is room.
        String text(int row, int column);

        /// What it says when it is pointed at.
        String note(int row, int column);
    }

    public HeatMap(String title, List<String> rows, List<String> columns, Cells cells) {
        this.title = title;
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
        this.cells = cells;
    }

    public Element svg() {
        boolean isLarge = Math.max(rows.size(), columns.size()) <= LARGE_MAX || columns.size() <= LARGE_MAX;
        double width = isLarge ? CELL : SMALL;
        double height = isLarge ? Math.min(CELL, 28) : SMALL;
        double left = margin(rows);
        double top = columnsAreShort(width) ? 20 : 10 + margin(columns) * 0.75;
        double right = columnsAreShort(width) ? 4 : margin(columns) * 0.7;
        double whole = left + columns.size() * width + right;
        Drawing drawing = new Drawing(title, whole, top + rows.size() * height + 4);
        drawing.svg().with("class", whole > Drawing.WIDTH ? "map broad" : "map");
        for (int column = 0; column < columns.size(); column++) {
            head(drawing, columns.get(column), left + (column + 0.5) * width, top - 6, width);
        }
        for (int row = 0; row < rows.size(); row++) {
            drawing.name(rows.get(row), left - 6, top + (row + 0.5) * height + 4, "end", left - 6);
            for (int column = 0; column < columns.size(); column++) {
                cell(drawing, row, column, left + column * width, top + row * height, width, height, isLarge);
            }
        }
        return drawing.svg();
    }

    private static double margin(List<String> names) {
        return 14
                + names.stream()
                        .mapToDouble(name -> Drawing.width(Drawing.shortened(name, LETTERS_MAX)))
                        .max()
                        .orElse(0);
    }

    /// What is written on a cell so strong: where light and dark pages differ, the style decides.
    private static String on(double strength) {
        return strength > 0.85 ? "on" : strength > 0.5 ? "between" : "in";
    }

    private boolean columnsAreShort(double width) {
        return columns.stream().allMatch(name -> Drawing.width(name) <= width);
    }

    private void head(Drawing drawing, String name, double x, double y, double width) {
        Element text =
                drawing.name(name, x, y, columnsAreShort(width) ? "middle" : "start", LETTERS_MAX * Drawing.width("x"));
        if (!columnsAreShort(width)) {
            text.with("transform", String.format(Locale.ROOT, "rotate(-48 %.1f %.1f)", x, y));
        }
    }

    private void cell(
            Drawing drawing, int row, int column, double x, double y, double width, double height, boolean isLarge) {
        double strength = cells.strength(row, column);
        Element box = drawing.box("cell", x + 0.5, y + 0.5, width - 1, height - 1);
        if (!Double.isNaN(strength)) {
            box.with("style", String.format(Locale.ROOT, "fill-opacity:%.3f", Math.clamp(strength, 0, 1)));
        } else {
            box.with("class", "cell none");
        }
        box.add(Element.of("title", cells.note(row, column)));
        String text = cells.text(row, column);
        if (isLarge && !text.isEmpty()) {
            drawing.text(text, x + width / 2, y + height / 2 + 4, "middle").with("class", on(strength));
        }
    }
}
