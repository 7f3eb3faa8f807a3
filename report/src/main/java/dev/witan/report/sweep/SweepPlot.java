// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.sweep;

import dev.witan.report.Digits;
import dev.witan.report.LinePlot;
import dev.witan.report.Sheet;
import dev.witan.training.report.Headline;
import dev.witan.training.statistics.Estimate;
import dev.witan.training.sweep.SweepPoint;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Quality, and revenue where it was measured, over what the experts cost.
public final class SweepPlot {
    private SweepPlot() {}

    /// The plots as one SVG file.
    public static String svg(String mixture, List<SweepPoint> points) {
        Sheet sheet = new Sheet("%s: what spending less costs".formatted(mixture));
        sheet.plot(plot(points, Headline.name(points.getFirst().quality()), point -> Headline.of(point.quality())));
        if (points.getFirst().revenue().isPresent()) {
            sheet.plot(plot(
                    points, "revenue per 1000 rows", point -> point.revenue().orElseThrow()));
        }
        return sheet.svg();
    }

    private static LinePlot plot(List<SweepPoint> points, String up, ToDoubleFunction<SweepPoint> value) {
        List<LinePlot.Point> drawn = points.stream()
                .map(point -> new LinePlot.Point(
                        point.cost(),
                        Estimate.plain(value.applyAsDouble(point)),
                        "price %s: cost %s, %s %s"
                                .formatted(
                                        Digits.of(point.price()),
                                        Digits.of(point.cost()),
                                        up,
                                        Digits.of(value.applyAsDouble(point)))))
                .toList();
        return new LinePlot("%s over cost per row".formatted(up), "cost per row", up).points(up, drawn);
    }
}
