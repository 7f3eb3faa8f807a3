// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.training.evaluation.Anatomy;
import dev.witan.training.statistics.Confusion;
import dev.witan.training.statistics.CurvePoint;
import dev.witan.training.statistics.Reliability;
import dev.witan.training.statistics.Residuals;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Where answers are right and wrong, for programs.
final class AnatomyJson {
    private AnatomyJson() {}

    static void put(ObjectNode node, Anatomy anatomy) {
        switch (anatomy) {
            case Anatomy.Binary binary -> {
                classes(node, binary.classes(), binary.confusion(), binary.perClass());
                reliability(node.putObject("calibration"), binary.reliability());
                curve(node.putArray("roc"), "falsePositiveRate", "truePositiveRate", binary.roc());
                curve(node.putArray("precisionRecall"), "recall", "precision", binary.precisionRecall());
                EvaluationJson.number(node, "averagePrecision", binary.averagePrecision());
                EvaluationJson.number(node, "positives", binary.positives());
            }
            case Anatomy.Classes classes -> {
                classes(node, classes.classes(), classes.confusion(), classes.perClass());
                reliability(node.putObject("calibration"), classes.reliability());
            }
            case Anatomy.Numbers number -> residuals(node, number.residuals());
            case Anatomy.Labels labels -> labels(node, labels);
            case Anatomy.Quantiles quantiles -> quantiles(node, quantiles);
        }
    }

    private static void classes(
            ObjectNode node, List<String> labels, Confusion confusion, List<Anatomy.ClassFigures> perClass) {
        EvaluationJson.strings(node.putArray("labels"), labels);
        ArrayNode rows = node.putArray("confusion");
        for (int actual = 0; actual < labels.size(); actual++) {
            ArrayNode row = rows.addArray();
            for (int predicted = 0; predicted < labels.size(); predicted++) {
                row.add(confusion.count(actual, predicted));
            }
        }
        ArrayNode list = node.putArray("classes");
        for (Anatomy.ClassFigures figures : perClass) {
            ObjectNode one = list.addObject().put("label", figures.label()).put("rows", figures.rows());
            EvaluationJson.estimate(one.putObject("precision"), figures.precision());
            EvaluationJson.estimate(one.putObject("recall"), figures.recall());
            EvaluationJson.number(one, "f1", figures.f1());
        }
    }

    private static void labels(ObjectNode node, Anatomy.Labels labels) {
        reliability(node.putObject("calibration"), labels.reliability());
        ArrayNode list = node.putArray("labels");
        for (Anatomy.LabelFigures label : labels.labels()) {
            ObjectNode one = list.addObject()
                    .put("label", label.label())
                    .put("held", label.held())
                    .put("told", label.told());
            EvaluationJson.estimate(one.putObject("auc"), label.auc());
            EvaluationJson.estimate(one.putObject("precision"), label.precision());
            EvaluationJson.estimate(one.putObject("recall"), label.recall());
            EvaluationJson.number(one, "f1", label.f1());
            EvaluationJson.number(one, "meanProbability", label.probability());
            EvaluationJson.estimate(one.putObject("share"), label.share());
            reliability(one.putObject("calibration"), label.reliability());
        }
    }

    private static void quantiles(ObjectNode node, Anatomy.Quantiles quantiles) {
        ArrayNode levels = node.putArray("levels");
        for (Anatomy.LevelFigures level : quantiles.levels()) {
            ObjectNode one = levels.addObject().put("level", level.level());
            EvaluationJson.estimate(one.putObject("coverage"), level.coverage());
            EvaluationJson.estimate(one.putObject("pinball"), level.pinball());
        }
        ArrayNode between = node.putArray("rowsBetween");
        quantiles.between().forEach(between::add);
        ArrayNode intervals = node.putArray("intervals");
        for (Anatomy.IntervalFigures interval : quantiles.intervals()) {
            ObjectNode one = intervals.addObject().put("from", interval.from()).put("to", interval.to());
            EvaluationJson.number(one, "promised", interval.expected());
            EvaluationJson.estimate(one.putObject("coverage"), interval.coverage());
            EvaluationJson.estimate(one.putObject("width"), interval.width());
        }
        ArrayNode byWidth = node.putArray("coverageByWidth");
        for (Reliability.Bin bin : quantiles.byWidth()) {
            ObjectNode one = byWidth.addObject().put("rows", bin.rows());
            EvaluationJson.number(one, "width", bin.predicted());
            EvaluationJson.estimate(one.putObject("coverage"), bin.observed());
        }
    }

    private static void reliability(ObjectNode node, Reliability reliability) {
        EvaluationJson.number(node, "error", reliability.error());
        EvaluationJson.number(node, "errorByChance", reliability.errorByChance());
        ArrayNode bins = node.putArray("bins");
        for (Reliability.Bin bin : reliability.bins()) {
            ObjectNode one = bins.addObject().put("rows", bin.rows());
            EvaluationJson.number(one, "predicted", bin.predicted());
            EvaluationJson.estimate(one.putObject("observed"), bin.observed());
        }
    }

    private static void curve(ArrayNode node, String x, String y, List<CurvePoint> curve) {
        for (CurvePoint point : curve) {
            ObjectNode one = node.addObject();
            EvaluationJson.number(one, "score", point.threshold());
            EvaluationJson.number(one, x, point.x());
            EvaluationJson.number(one, y, point.y());
        }
    }

    private static void residuals(ObjectNode node, Residuals residuals) {
        ArrayNode quantiles = node.putArray("residualQuantiles");
        residuals
                .quantiles()
                .forEach(it -> quantiles.addObject().put("share", it.share()).put("value", it.value()));
        ObjectNode histogram =
                node.putObject("residuals").put("from", residuals.from()).put("to", residuals.to());
        ArrayNode rows = histogram.putArray("rows");
        residuals.columns().forEach(rows::add);
        ArrayNode groups = node.putArray("byPrediction");
        for (Residuals.Group group : residuals.groups()) {
            ObjectNode one = groups.addObject().put("rows", group.rows());
            EvaluationJson.number(one, "predicted", group.predicted());
            EvaluationJson.estimate(one.putObject("actual"), group.actual());
            EvaluationJson.number(one, "tenthBelow", group.low());
            EvaluationJson.number(one, "tenthAbove", group.high());
        }
    }
}
