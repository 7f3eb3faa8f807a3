// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.report.ClassRecall;
import dev.witan.training.report.Quality;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A measured quality, for people and for programs.
final class QualityText {
    private QualityText() {}

    static String text(Quality quality) {
        TextTable table = new TextTable();
        tree(quality)
                .properties()
                .forEach(entry -> table.row(
                        entry.getKey(),
                        entry.getValue().isInt()
                                ? entry.getValue().asString()
                                : String.format(
                                        Locale.ROOT, "%.5g", entry.getValue().doubleValue())));
        return quality instanceof Quality.MultiClass multi ? table + "\n" + classes(multi) : table.toString();
    }

    /// How often each class was told: the rows that are of it, and the share of them that is right.
    private static String classes(Quality.MultiClass quality) {
        TextTable table = new TextTable();
        table.row("class", "rows", "right");
        for (ClassRecall recall : quality.classes()) {
            String share = recall.rows() == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * recall.share());
            table.row(recall.label(), Integer.toString(recall.rows()), share);
        }
        return table.toString();
    }

    static String json(Quality quality) {
        ObjectNode tree = tree(quality);
        if (quality instanceof Quality.MultiClass multi) {
            ObjectNode classes = tree.putObject("classes");
            for (ClassRecall recall : multi.classes()) {
                classes.putObject(recall.label()).put("rows", recall.rows()).put("right", recall.right());
            }
        }
        return tree.toString();
    }

    static ObjectNode tree(Quality quality) {
        ObjectNode tree = new JsonMapper().createObjectNode().put("rows", quality.rows());
        return switch (quality) {
            case Quality.Binary binary ->
                tree.put("auc", binary.auc()).put("logLoss", binary.logLoss()).put("accuracy", binary.accuracy());
            case Quality.MultiClass multi ->
                tree.put("accuracy", multi.accuracy())
                        .put("macroF1", multi.macroF1())
                        .put("logLoss", multi.logLoss());
            case Quality.Regression regression ->
                tree.put("rmse", regression.rmse())
                        .put("meanAbsoluteError", regression.meanAbsoluteError())
                        .put("r2", regression.r2());
        };
    }
}
