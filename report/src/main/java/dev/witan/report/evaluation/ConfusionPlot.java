// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.Element;
import dev.witan.report.HeatMap;
import dev.witan.report.Section;
import dev.witan.training.evaluation.Anatomy;
import dev.witan.training.statistics.Confusion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What was answered for the rows of each class.
final class ConfusionPlot {
    private static final int CLASSES_MAX = 60;
    private static final int MISTAKES_MAX = 40;
    private static final int WHOLE_MAX = 12;

    private ConfusionPlot() {}

    static void add(Section section, List<String> classes, Confusion confusion) {
        int[] shown = shown(confusion);
        String some = shown.length < classes.size()
                ? " Of %d classes these are the %d that most rows are told wrong of."
                        .formatted(classes.size(), shown.length)
                : "";
        section.plot(
                "Confusion",
                "A row of cells is what the rows of one class were answered with: the stronger a cell, the larger the share (by its root, so that rare mistakes show). All of it on the diagonal would be perfect; a strong cell beside it is a mistake that keeps happening."
                        + some,
                map(classes, confusion, shown),
                classes.size() <= WHOLE_MAX ? whole(classes, confusion) : mistakes(classes, confusion));
    }

    private static int[] shown(Confusion confusion) {
        return IntStream.range(0, confusion.classes())
                .boxed()
                .sorted(Comparator.comparingLong(label -> confusion.count(label, label) - confusion.actual(label)))
                .limit(CLASSES_MAX)
                .sorted()
                .mapToInt(it -> it)
                .toArray();
    }

    private static Element map(List<String> classes, Confusion confusion, int[] shown) {
        List<String> names = IntStream.of(shown).mapToObj(classes::get).toList();
        return new HeatMap("Confusion: answers to the rows of each class", names, names, new HeatMap.Cells() {
                    @Override
                    public double strength(int row, int column) {
                        return Math.sqrt(share(confusion, shown[row], shown[column]));
                    }

                    @Override
                    public String text(int row, int column) {
                        double share = share(confusion, shown[row], shown[column]);
                        return Double.isNaN(share) ? "" : Math.round(100 * share) + " %";
                    }

                    @Override
                    public String note(int row, int column) {
                        return "%s, answered %s: %s, %s"
                                .formatted(
                                        names.get(row),
                                        names.get(column),
                                        Drawn.rows(confusion.count(shown[row], shown[column])),
                                        Digits.percent(share(confusion, shown[row], shown[column])));
                    }
                })
                .svg();
    }

    private static double share(Confusion confusion, int actual, int predicted) {
        return (double) confusion.count(actual, predicted) / confusion.actual(actual);
    }

    private static DataTable whole(List<String> classes, Confusion confusion) {
        List<String> heads = new ArrayList<>(List.of("class"));
        classes.forEach(label -> heads.add("answered " + label));
        DataTable table = new DataTable("Rows by class and answer", heads);
        for (int actual = 0; actual < classes.size(); actual++) {
            List<String> cells = new ArrayList<>(List.of(classes.get(actual)));
            for (int predicted = 0; predicted < classes.size(); predicted++) {
                cells.add(Digits.of(confusion.count(actual, predicted)));
            }
            table.row(cells);
        }
        return table;
    }

    private record Mistake(int actual, int predicted, long rows) {}

    private static DataTable mistakes(List<String> classes, Confusion confusion) {
        List<Mistake> mistakes = new ArrayList<>();
        for (int actual = 0; actual < classes.size(); actual++) {
            for (int predicted = 0; predicted < classes.size(); predicted++) {
                if (actual != predicted && confusion.count(actual, predicted) > 0) {
                    mistakes.add(new Mistake(actual, predicted, confusion.count(actual, predicted)));
                }
            }
        }
        mistakes.sort(Comparator.comparingLong(Mistake::rows).reversed());
        DataTable table =
                new DataTable("The most frequent mistakes", List.of("class", "answered", "rows", "share of the class"));
        mistakes.stream()
                .limit(MISTAKES_MAX)
                .forEach(mistake -> table.row(List.of(
                        classes.get(mistake.actual()),
                        classes.get(mistake.predicted()),
                        Digits.of(mistake.rows()),
                        Digits.percent(share(confusion, mistake.actual(), mistake.predicted())))));
        return table;
    }

    /// Each class by itself.
    static void table(Section section, List<Anatomy.ClassFigures> classes) {
        DataTable table = new DataTable(
                "Each class: precision is the share of its answers that are right, recall the share of its rows that are told, F1 the harmonic mean of both",
                List.of("class", "rows", "precision", "interval", "recall", "interval", "F1"));
        for (Anatomy.ClassFigures figures : classes) {
            table.row(List.of(
                    figures.label(),
                    Digits.of(figures.rows()),
                    Digits.of(figures.precision().value()),
                    Digits.interval(figures.precision()),
                    Digits.of(figures.recall().value()),
                    Digits.interval(figures.recall()),
                    Digits.of(figures.f1())));
        }
        section.table(table);
    }
}
