// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.report.Headline;
import dev.witan.training.sweep.SweepPoint;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A budget sweep, for people and for programs.
final class SweepText {
    private SweepText() {}

    static String text(List<SweepPoint> points) {
        SweepPoint free = points.getFirst();
        boolean hasRevenue = free.revenue().isPresent();
        String figure = Headline.name(free.quality());
        TextTable table = new TextTable();
        table.row("price", "cost per row", "saved", figure, hasRevenue ? "revenue per 1000" : "");
        for (SweepPoint point : points) {
            table.row(
                    number("%.4g", point.price()),
                    number("%.5g", point.cost()),
                    number("%.1f %%", 100 * (1 - point.cost() / free.cost())),
                    number("%.5g", Headline.of(point.quality())),
                    hasRevenue ? number("%.2f", point.revenue().orElseThrow()) : "");
        }
        return table.toString();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    static String json(List<SweepPoint> points) {
        ObjectNode tree = new JsonMapper().createObjectNode();
        ArrayNode list = tree.putArray("points");
        for (SweepPoint point : points) {
            ObjectNode node = list.addObject().put("price", point.price()).put("cost", point.cost());
            node.set("quality", QualityText.tree(point.quality()));
            point.revenue().ifPresent(revenue -> node.put("revenuePerThousand", revenue));
        }
        return tree.toString();
    }
}
