// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.report.ClassRecall;
import dev.witan.training.report.LabelQuality;
import dev.witan.training.report.LevelQuality;
import dev.witan.training.report.Quality;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
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
        return switch (quality) {
            case Quality.MultiClass multi -> table + "\n" + classes(multi);
            case Quality.MultiLabel labels -> table + "\n" + labels(labels);
            case Quality.Quantile quantile -> table + "\n" + levels(quantile);
            case Quality.Tasks tasks ->
                table
                        + tasks.tasks().entrySet().stream()
                                .map(task -> "\n\ntask %s\n%s".formatted(task.getKey(), text(task.getValue())))
                                .collect(Collectors.joining());
            case Quality.Binary _, Quality.Regression _ -> table.toString();
        };
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

    private static String labels(Quality.MultiLabel quality) {
        TextTable table = new TextTable();
        table.row("label", "held", "auc", "f1");
        for (LabelQuality label : quality.labels()) {
            table.row(label.label(), Integer.toString(label.held()), number(label.auc()), number(label.f1()));
        }
        return table.toString();
    }

    private static String levels(Quality.Quantile quality) {
        TextTable table = new TextTable();
        table.row("level", "rows below", "pinball");
        for (LevelQuality level : quality.levels()) {
            table.row(
                    number(level.level()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * level.coverage()),
                    number(level.pinball()));
        }
        return table.toString();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.5g", value);
    }

    /// The short figures at the top, where they always were, and beside them everything.
    static String everything(Quality quality, ObjectNode all) {
        ObjectNode tree = whole(quality);
        all.properties().forEach(entry -> tree.putIfAbsent(entry.getKey(), entry.getValue()));
        return tree.toString();
    }

    static String json(Quality quality) {
        return whole(quality).toString();
    }

    /// With what belongs to each class, label, level or task.
    private static ObjectNode whole(Quality quality) {
        ObjectNode tree = tree(quality);
        switch (quality) {
            case Quality.MultiClass multi -> {
                ObjectNode classes = tree.putObject("classes");
                for (ClassRecall recall : multi.classes()) {
                    classes.putObject(recall.label()).put("rows", recall.rows()).put("right", recall.right());
                }
            }
            case Quality.MultiLabel several -> {
                ObjectNode labels = tree.putObject("labels");
                for (LabelQuality label : several.labels()) {
                    labels.putObject(label.label())
                            .put("held", label.held())
                            .put("auc", label.auc())
                            .put("f1", label.f1());
                }
            }
            case Quality.Quantile quantile -> {
                ArrayNode levels = tree.putArray("levels");
                for (LevelQuality level : quantile.levels()) {
                    levels.addObject()
                            .put("level", level.level())
                            .put("coverage", level.coverage())
                            .put("pinball", level.pinball());
                }
            }
            case Quality.Tasks tasks -> {
                ObjectNode each = tree.putObject("tasks");
                tasks.tasks().forEach((name, own) -> each.set(name, whole(own)));
            }
            case Quality.Binary _, Quality.Regression _ -> {}
        }
        return tree;
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
            case Quality.MultiLabel labels ->
                tree.put("auc", labels.auc())
                        .put("logLoss", labels.logLoss())
                        .put("exact", labels.exact())
                        .put("microF1", labels.microF1());
            case Quality.Quantile quantile ->
                tree.put("pinball", quantile.pinball()).put("skill", quantile.skill());
            case Quality.Tasks tasks -> tree.put("explained", tasks.figure());
            case Quality.Regression regression ->
                tree.put("rmse", regression.rmse())
                        .put("meanAbsoluteError", regression.meanAbsoluteError())
                        .put("r2", regression.r2());
        };
    }
}
