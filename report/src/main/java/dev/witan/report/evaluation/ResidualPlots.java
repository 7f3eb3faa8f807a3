// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.ColumnPlot;
import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.LinePlot;
import dev.witan.report.Section;
import dev.witan.training.statistics.Residuals;
import java.util.ArrayList;
import java.util.List;

/// What numbers miss by.
final class ResidualPlots {
    private static final int MEDIAN = 3;

    private ResidualPlots() {}

    /// @param rows that were measured, of which some may have been drawn by lot
    static void add(Section section, Residuals residuals, long rows) {
        long drawn =
                residuals.groups().stream().mapToLong(Residuals.Group::rows).sum();
        if (drawn < rows) {
            section.say("The plots show %s that were drawn by lot; the figures above are of all."
                    .formatted(Drawn.rows(drawn)));
        }
        section.plot(
                "Predicted and actual",
                "Rows in order of their prediction, a tenth of them per dot: the mean of what was predicted and of what was so. On the dashed line both agree. The thin lines hold eight of ten rows of each tenth.",
                new LinePlot("Predicted beside actual", "predicted", "actual")
                        .withDiagonal()
                        .points("mean", points(residuals))
                        .line("a tenth of the rows lies below", edge(residuals, false))
                        .line("a tenth of the rows lies above", edge(residuals, true))
                        .svg(),
                groups(residuals));
        section.plot(
                "Residuals",
                "How many rows miss by how much: the label less the prediction. A heap beside the dashed zero means that predictions are too low (right of it) or too high (left). Half of the rows lie between %s and %s; the outermost columns also hold what lies beyond."
                        .formatted(
                                Digits.of(residuals.quantiles().get(MEDIAN - 1).value()),
                                Digits.of(residuals.quantiles().get(MEDIAN + 1).value())),
                ColumnPlot.svg(
                        "Residuals: label less prediction",
                        "label less prediction",
                        "rows",
                        residuals.from(),
                        residuals.to(),
                        residuals.columns()),
                quantiles(residuals));
    }

    private static List<LinePlot.Point> points(Residuals residuals) {
        return residuals.groups().stream()
                .map(group -> new LinePlot.Point(
                        group.predicted(),
                        group.actual(),
                        "%s: predicted %s, actual %s"
                                .formatted(
                                        Drawn.rows(group.rows()),
                                        Digits.of(group.predicted()),
                                        Digits.of(group.actual()))))
                .toList();
    }

    private static List<LinePlot.Point> edge(Residuals residuals, boolean isUpper) {
        List<LinePlot.Point> points = new ArrayList<>();
        for (Residuals.Group group : residuals.groups()) {
            points.add(LinePlot.Point.of(group.predicted(), isUpper ? group.high() : group.low()));
        }
        return points;
    }

    private static DataTable groups(Residuals residuals) {
        DataTable table = new DataTable(
                "Tenths of the rows by prediction",
                List.of("predicted", "rows", "actual", "interval", "a tenth below", "a tenth above"));
        for (Residuals.Group group : residuals.groups()) {
            table.row(List.of(
                    Digits.of(group.predicted()),
                    Digits.of(group.rows()),
                    Digits.of(group.actual().value()),
                    Digits.interval(group.actual()),
                    Digits.of(group.low()),
                    Digits.of(group.high())));
        }
        return table;
    }

    private static DataTable quantiles(Residuals residuals) {
        DataTable table = new DataTable("Quantiles of the residuals", List.of("share of the rows", "at most"));
        residuals
                .quantiles()
                .forEach(quantile -> table.row(List.of(Digits.percent(quantile.share()), Digits.of(quantile.value()))));
        return table;
    }
}
