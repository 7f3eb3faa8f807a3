// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.LinePlot;
import dev.witan.report.RowPlot;
import dev.witan.report.Section;
import dev.witan.training.evaluation.Anatomy;
import dev.witan.training.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/// Whether quantiles are what they say.
final class QuantilesPart {
    private QuantilesPart() {}

    /// @param reach how many deviations intervals of the confidence reach to either side
    static void add(Section section, Anatomy.Quantiles quantiles, double reach) {
        levels(section, quantiles);
        between(section, quantiles, reach);
        if (!quantiles.intervals().isEmpty()) {
            widths(section, quantiles);
            section.table(intervals(quantiles));
        }
    }

    private static void levels(Section section, Anatomy.Quantiles quantiles) {
        List<LinePlot.Point> points = new ArrayList<>();
        DataTable table = new DataTable(
                "Each level", List.of("level", "labels below it", "interval", "verdict", "pinball loss", "interval"));
        for (Anatomy.LevelFigures level : quantiles.levels()) {
            points.add(new LinePlot.Point(
                    level.level(),
                    level.coverage(),
                    "level %s: %s of the labels are below"
                            .formatted(name(level.level()), Digits.of(level.coverage()))));
            table.row(List.of(
                    name(level.level()),
                    Digits.of(level.coverage().value()),
                    Digits.interval(level.coverage()),
                    verdict(level.coverage(), level.level()),
                    Digits.of(level.pinball().value()),
                    Digits.interval(level.pinball())));
        }
        section.plot(
                "Calibration of the levels",
                "For each level the share of the labels that lie below its quantile. On the dashed line both are equal; a dot above it means that the quantile is too high, one below it that it is too low.",
                new LinePlot("Labels below each quantile", "level", "share of the labels below")
                        .ofShares()
                        .withDiagonal()
                        .points("labels below", points)
                        .svg(),
                table);
    }

    private static void between(Section section, Anatomy.Quantiles quantiles, double reach) {
        long rows = quantiles.between().stream().mapToLong(Long::longValue).sum();
        RowPlot plot = new RowPlot(
                "Where labels lie between the quantiles",
                "share of the labels",
                List.of("labels that lie there", "what the levels promise"));
        DataTable table = new DataTable(
                "Labels between the quantiles", List.of("between", "rows", "share", "interval", "promised", "verdict"));
        for (int i = 0; i < quantiles.between().size(); i++) {
            double low = i == 0 ? 0 : quantiles.levels().get(i - 1).level();
            double high = i == quantiles.levels().size()
                    ? 1
                    : quantiles.levels().get(i).level();
            Estimate share = Estimate.share(quantiles.between().get(i), rows, reach);
            plot.row(
                    place(quantiles.levels(), i),
                    Drawn.rows(quantiles.between().get(i)),
                    share,
                    Estimate.plain(high - low));
            table.row(List.of(
                    place(quantiles.levels(), i),
                    Digits.of(quantiles.between().get(i)),
                    Digits.of(share.value()),
                    Digits.interval(share),
                    Digits.of(high - low),
                    verdict(share, high - low)));
        }
        section.plot(
                "Where labels lie",
                "The share of the labels below the lowest quantile, between each two, and above the highest; hollow what the levels promise. Filled dots too far right at both ends mean that the quantiles lie too close together.",
                plot.svg(),
                table);
    }

    private static void widths(Section section, Anatomy.Quantiles quantiles) {
        Anatomy.IntervalFigures widest = quantiles.intervals().getFirst();
        DataTable table =
                new DataTable("Rows of like width", List.of("bin", "rows", "mean width", "labels inside", "interval"));
        List<LinePlot.Point> points = BinDots.of(quantiles.byWidth(), "%s of width %s: %s inside", table);
        double first = quantiles.byWidth().getFirst().predicted();
        double last = quantiles.byWidth().getLast().predicted();
        section.plot(
                "Coverage by width",
                "Rows by how wide their interval from %s to %s is, about equally many per dot, and the share of their labels that lies in it. Where dots leave the second line, %s, the mixture is surer, or less sure, than it should be of such rows."
                        .formatted(name(widest.from()), name(widest.to()), Digits.of(widest.expected())),
                new LinePlot("Coverage by width of the interval", "width of the interval", "share of the labels inside")
                        .points("labels inside", points)
                        .line(
                                "promised",
                                List.of(
                                        LinePlot.Point.of(first, widest.expected()),
                                        LinePlot.Point.of(last, widest.expected())))
                        .svg(),
                table);
    }

    private static DataTable intervals(Anatomy.Quantiles quantiles) {
        DataTable table = new DataTable(
                "Intervals between quantiles",
                List.of("interval", "promised", "labels inside", "interval", "verdict", "mean width", "interval"));
        for (Anatomy.IntervalFigures interval : quantiles.intervals()) {
            table.row(List.of(
                    name(interval.from()) + " to " + name(interval.to()),
                    Digits.of(interval.expected()),
                    Digits.of(interval.coverage().value()),
                    Digits.interval(interval.coverage()),
                    verdict(interval.coverage(), interval.expected()),
                    Digits.of(interval.width().value()),
                    Digits.interval(interval.width())));
        }
        return table;
    }

    private static String verdict(Estimate observed, double promised) {
        if (!observed.excludes(promised)) {
            return "within chance";
        }
        return observed.value() > promised ? "more than promised" : "less than promised";
    }

    private static String place(List<Anatomy.LevelFigures> levels, int place) {
        if (place == 0) {
            return "below " + name(levels.getFirst().level());
        }
        return place == levels.size()
                ? "above " + name(levels.getLast().level())
                : name(levels.get(place - 1).level()) + " to "
                        + name(levels.get(place).level());
    }

    static String name(double level) {
        return Double.toString(level);
    }

    /// How many labels are below each quantile, and inside each interval, in each cohort.
    static DataTable byCohort(String column, List<String> cohorts, List<Anatomy.Quantiles> figures) {
        Anatomy.Quantiles first = figures.getFirst();
        List<String> heads = new ArrayList<>();
        first.levels().forEach(level -> heads.add("below " + name(level.level())));
        first.intervals()
                .forEach(
                        interval -> heads.add("inside %s to %s".formatted(name(interval.from()), name(interval.to()))));
        DataTable table = new DataTable(
                "Share of the labels below each quantile and inside each interval by %s, with its interval"
                        .formatted(column),
                Drawn.heads(column, heads));
        for (int i = 0; i < cohorts.size(); i++) {
            List<String> cells = new ArrayList<>();
            figures.get(i).levels().forEach(level -> cells.add(Digits.of(level.coverage())));
            figures.get(i).intervals().forEach(interval -> cells.add(Digits.of(interval.coverage())));
            table.row(Drawn.heads(cohorts.get(i), cells));
        }
        return table;
    }
}
