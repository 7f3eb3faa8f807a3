// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.LinePlot;
import dev.witan.report.Section;
import dev.witan.training.statistics.Reliability;
import java.util.List;

/// Whether probabilities are what they say.
final class CalibrationPlot {
    private CalibrationPlot() {}

    static void add(Section section, Reliability reliability, String what) {
        DataTable table = new DataTable(
                "Rows of like probability", List.of("bin", "rows", "probability told", "share observed", "interval"));
        List<LinePlot.Point> points = BinDots.of(reliability.bins(), "%s: told %s, observed %s", table);
        section.plot(
                "Reliability",
                "Rows of like probability, about equally many per dot: what the mixture told of %s, and how often it was so. On the dashed line both agree; dots below it mean that the mixture promises too much. The mean distance is %s; probabilities without fault would show %s on as many rows."
                        .formatted(what, Digits.of(reliability.error()), Digits.of(reliability.errorByChance())),
                new LinePlot(
                                "Reliability: probability told beside share observed",
                                "probability told",
                                "share observed")
                        .ofShares()
                        .withDiagonal()
                        .points("observed", points)
                        .svg(),
                table);
    }
}
