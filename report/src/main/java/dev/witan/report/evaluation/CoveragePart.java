// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.HeatMap;
import dev.witan.report.Section;
import dev.witan.training.evaluation.Coverage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What part of the data each expert sees.
final class CoveragePart {
    private static final int COLUMNS_MAX = 40;

    private CoveragePart() {}

    static void add(Section section, List<Coverage> coverage) {
        List<Coverage> shown = coverage.stream()
                .sorted(Comparator.comparingDouble(CoveragePart::farthest).reversed())
                .limit(COLUMNS_MAX)
                .toList();
        List<String> experts = coverage.getFirst().experts().stream()
                .map(Coverage.Seen::expert)
                .toList();
        section.plot(
                "Specialities",
                "How far the values that an expert sees are spread otherwise than in all rows, 0 to 1: the share of its rows that would have to change their value. Columns of the table that part the experts most come first. Empty cells are within what as many rows drawn by lot would show (twice that at most); point at a cell for what the expert sees more of.",
                new HeatMap(
                                "Distance of what each expert sees from all rows",
                                shown.stream().map(Coverage::column).toList(),
                                experts,
                                cells(shown))
                        .svg(),
                table(shown));
    }

    /// Where the rows of each label go.
    static void addLabels(Section section, Coverage labels) {
        List<String> experts =
                labels.experts().stream().map(Coverage.Seen::expert).toList();
        section.plot(
                "Where the rows of each label go",
                "Of the rows with each label of %s, the share that goes to each expert. Every row goes to several, so a line adds up to more than 100 %%. Lines that look alike mean that experts don't part the labels."
                        .formatted(labels.column()),
                new HeatMap(
                                "Share of each label's rows that goes to each expert",
                                labels.values(),
                                experts,
                                new HeatMap.Cells() {
                                    @Override
                                    public double strength(int row, int column) {
                                        return share(labels, row, column);
                                    }

                                    @Override
                                    public String text(int row, int column) {
                                        return Math.round(100 * share(labels, row, column)) + " %";
                                    }

                                    @Override
                                    public String note(int row, int column) {
                                        return "%s to %s: %s"
                                                .formatted(
                                                        labels.values().get(row),
                                                        experts.get(column),
                                                        Digits.percent(share(labels, row, column)));
                                    }
                                })
                        .svg(),
                labelTable(labels, experts));
    }

    private static double share(Coverage labels, int value, int expert) {
        return (double) labels.experts().get(expert).rows().get(value)
                / labels.all().get(value);
    }

    private static DataTable labelTable(Coverage labels, List<String> experts) {
        List<String> heads = new ArrayList<>(List.of(labels.column(), "rows"));
        heads.addAll(experts);
        DataTable table = new DataTable("Rows of each label by expert", heads);
        for (int value = 0; value < labels.values().size(); value++) {
            List<String> cells = new ArrayList<>(
                    List.of(labels.values().get(value), Digits.of(labels.all().get(value))));
            for (Coverage.Seen seen : labels.experts()) {
                cells.add(Digits.of(seen.rows().get(value)));
            }
            table.row(cells);
        }
        return table;
    }

    private static double farthest(Coverage coverage) {
        return coverage.experts().stream()
                .mapToDouble(seen -> isClear(seen) ? seen.distance() : 0)
                .max()
                .orElse(0);
    }

    private static boolean isClear(Coverage.Seen seen) {
        return seen.distance() > 2 * seen.byChance();
    }

    private static HeatMap.Cells cells(List<Coverage> shown) {
        return new HeatMap.Cells() {
            private Coverage.Seen seen(int row, int column) {
                return shown.get(row).experts().get(column);
            }

            @Override
            public double strength(int row, int column) {
                return isClear(seen(row, column)) ? seen(row, column).distance() : Double.NaN;
            }

            @Override
            public String text(int row, int column) {
                return isClear(seen(row, column))
                        ? String.format(Locale.ROOT, "%.2f", seen(row, column).distance())
                        : "";
            }

            @Override
            public String note(int row, int column) {
                return "%s, %s: distance %s, by lot %s. %s"
                        .formatted(
                                seen(row, column).expert(),
                                shown.get(row).column(),
                                Digits.of(seen(row, column).distance()),
                                Digits.of(seen(row, column).byChance()),
                                more(shown.get(row), column));
            }
        };
    }

    private static String more(Coverage coverage, int expert) {
        int value = coverage.favourite(expert);
        if (value < 0) {
            return "nothing in particular";
        }
        Coverage.Seen seen = coverage.experts().get(expert);
        return "%s: %s of its rows, %s of all"
                .formatted(
                        coverage.values().get(value),
                        Digits.percent((double) seen.rows().get(value) / seen.count()),
                        Digits.percent((double) coverage.all().get(value) / coverage.count()));
    }

    private static DataTable table(List<Coverage> shown) {
        DataTable table = new DataTable(
                "What each expert sees more of",
                List.of("column", "expert", "rows", "distance", "by lot", "sees more of"));
        for (Coverage coverage : shown) {
            for (int expert = 0; expert < coverage.experts().size(); expert++) {
                Coverage.Seen seen = coverage.experts().get(expert);
                table.row(List.of(
                        coverage.column(),
                        seen.expert(),
                        Digits.of(seen.count()),
                        Digits.of(seen.distance()),
                        Digits.of(seen.byChance()),
                        more(coverage, expert)));
            }
        }
        return table;
    }
}
