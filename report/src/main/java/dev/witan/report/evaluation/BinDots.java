// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.LinePlot;
import dev.witan.training.statistics.Reliability;
import java.util.ArrayList;
import java.util.List;

/// Bins as dots with whiskers.
final class BinDots {
    private BinDots() {}

    /// Writes the bins into a table of five columns: bin, rows, told, observed, interval.
    ///
    /// @param reading what a dot says when it is pointed at: its rows, what was told and what was observed
    static List<LinePlot.Point> of(List<Reliability.Bin> bins, String reading, DataTable table) {
        List<LinePlot.Point> points = new ArrayList<>();
        for (Reliability.Bin bin : bins) {
            String said =
                    reading.formatted(Drawn.rows(bin.rows()), Digits.of(bin.predicted()), Digits.of(bin.observed()));
            points.add(new LinePlot.Point(bin.predicted(), bin.observed(), said));
            table.row(List.of(
                    Integer.toString(points.size()),
                    Digits.of(bin.rows()),
                    Digits.of(bin.predicted()),
                    Digits.of(bin.observed().value()),
                    Digits.interval(bin.observed())));
        }
        return points;
    }
}
