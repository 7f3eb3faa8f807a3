// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.RowPlot;
import dev.witan.report.Section;
import dev.witan.training.evaluation.RoutingFigures;
import dev.witan.training.statistics.Estimate;
import java.util.Comparator;
import java.util.List;

/// How the gate spread the rows.
final class RoutingPart {
    private static final double BAND = 2;

    private RoutingPart() {}

    static void add(Section section, RoutingFigures routing) {
        RowPlot plot = new RowPlot("Load of each expert", "rows", List.of("rows"))
                .withBars()
                .withBand(
                        Math.max(0, routing.meanLoad() - BAND * routing.deviationByChance()),
                        routing.meanLoad() + BAND * routing.deviationByChance());
        routing.loads().stream()
                .sorted(Comparator.comparingLong(RoutingFigures.Load::rows).reversed())
                .limit(Drawn.ROWS_MAX)
                .forEach(load -> plot.row(
                        load.expert(),
                        "%s, %s"
                                .formatted(
                                        Digits.of(load.rows()), Digits.percent((double) load.rows() / routing.rows())),
                        Estimate.plain((double) load.rows())));
        section.say(sentence(routing))
                .plot(
                        "Load per expert",
                        "Rows that went to each expert. In the shaded band loads would lie if every row drew its experts by lot: beyond it an expert is over- or underused by more than chance.",
                        plot.svg(),
                        table(routing));
    }

    private static String sentence(RoutingFigures routing) {
        String dead = routing.dead().isEmpty() ? "none" : String.join(", ", routing.dead());
        String entropies = Double.isNaN(routing.marginalEntropy())
                ? ""
                : " Entropy of the gate's mean probabilities is %s nats (at most %s), on one row %s on average; the difference, %s, is what the choice of experts tells about a row: 0 means that the gate treats all rows alike."
                        .formatted(
                                Digits.of(routing.marginalEntropy()),
                                Digits.of(StrictMath.log((double) routing.loads().stream()
                                        .filter(RoutingFigures.Load::isGated)
                                        .count())),
                                Digits.of(routing.conditionalEntropy()),
                                Digits.of(routing.information()));
        return "Every row goes to %s experts on average. The loads vary by %s of their mean, by lot they would by %s; the highest load is %s times the mean. Experts that no row went to: %s.%s"
                .formatted(
                        routing.fanOut() == Math.rint(routing.fanOut())
                                ? Digits.of((long) routing.fanOut())
                                : Digits.of(routing.fanOut()),
                        Digits.of(routing.variation()),
                        Digits.of(routing.noiseFloor()),
                        Digits.of(1 + routing.maxViolation()),
                        dead,
                        entropies);
    }

    private static DataTable table(RoutingFigures routing) {
        DataTable table = new DataTable(
                "Load of each expert",
                List.of(
                        "expert",
                        "rows",
                        "share of the rows",
                        "had the greatest weight",
                        "mean weight",
                        "multiply-adds per row"));
        for (RoutingFigures.Load load : routing.loads()) {
            table.row(List.of(
                    load.isGated() ? load.expert() : load.expert() + " (not chosen by the gate)",
                    Digits.of(load.rows()),
                    Digits.percent((double) load.rows() / routing.rows()),
                    Digits.of(load.firsts()),
                    Digits.of(load.weight()),
                    Digits.of(load.multiplyAdds())));
        }
        return table;
    }
}
