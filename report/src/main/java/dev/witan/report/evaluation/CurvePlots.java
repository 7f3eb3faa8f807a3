// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.LinePlot;
import dev.witan.report.Section;
import dev.witan.training.evaluation.Anatomy;
import dev.witan.training.statistics.CurvePoint;
import dev.witan.training.statistics.Estimate;
import java.util.List;

/// What other thresholds would do.
final class CurvePlots {
    private static final int TABLE_ROWS = 20;

    private CurvePlots() {}

    static void add(Section section, Anatomy.Binary binary, Estimate auc) {
        if (binary.roc().isEmpty()) {
            section.say("All rows are of one class, so there are no curves over thresholds.");
            return;
        }
        section.plot(
                "ROC curve",
                "Every threshold is a point: what share of '%s' is found, at the price of which share of false alarms. The nearer to the upper left corner the better; the dashed line is guessing. The area below is the AUC, %s."
                        .formatted(binary.classes().getLast(), Digits.of(auc)),
                new LinePlot("ROC curve", "false positive rate", "true positive rate")
                        .ofShares()
                        .withDiagonal()
                        .line("ROC", points(binary.roc()))
                        .svg(),
                table("Points of the ROC curve", "false positive rate", "true positive rate", binary.roc()));
        double base = binary.positives();
        section.plot(
                "Precision and recall",
                "Every threshold is a point: what share of '%s' is found, and what share of what is found is right. The nearer to the upper right corner the better; the second line is guessing, which is right in %s. Average precision is %s."
                        .formatted(
                                binary.classes().getLast(), Digits.percent(base), Digits.of(binary.averagePrecision())),
                new LinePlot("Precision over recall", "recall", "precision")
                        .ofShares()
                        .line("mixture", points(binary.precisionRecall()))
                        .line("guessing", List.of(LinePlot.Point.of(0, base), LinePlot.Point.of(1, base)))
                        .svg(),
                table("Points of the curve", "recall", "precision", binary.precisionRecall()));
    }

    private static List<LinePlot.Point> points(List<CurvePoint> curve) {
        return curve.stream()
                .map(point -> LinePlot.Point.of(point.x(), point.y()))
                .toList();
    }

    private static DataTable table(String caption, String x, String y, List<CurvePoint> curve) {
        DataTable table = new DataTable(caption, List.of("probability from", x, y));
        int step = Math.max(1, curve.size() / TABLE_ROWS);
        for (int i = 0; i < curve.size(); i += step) {
            CurvePoint point = curve.get(i);
            table.row(List.of(
                    Digits.of(1 / (1 + StrictMath.exp(-point.threshold()))),
                    Digits.of(point.x()),
                    Digits.of(point.y())));
        }
        return table;
    }
}
