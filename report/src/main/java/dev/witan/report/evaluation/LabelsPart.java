// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.RowPlot;
import dev.witan.report.Section;
import dev.witan.training.evaluation.Anatomy;
import dev.witan.training.statistics.Estimate;
import java.util.Comparator;
import java.util.List;

/// How each of several labels fares.
final class LabelsPart {
    private LabelsPart() {}

    static void add(Section section, Anatomy.Labels labels) {
        List<Anatomy.LabelFigures> shown = labels.labels().stream()
                .sorted(Comparator.comparingLong(Anatomy.LabelFigures::held).reversed())
                .limit(Drawn.ROWS_MAX)
                .toList();
        String some = shown.size() < labels.labels().size()
                ? " Of %d labels these are the %d most frequent; the table has all."
                        .formatted(labels.labels().size(), shown.size())
                : "";
        aucs(section, labels, shown, some);
        told(section, labels, shown, some);
        shares(section, labels, shown, some);
        CalibrationPlot.add(section, labels.reliability(), "every label by itself, all labels taken together");
    }

    private static void aucs(Section section, Anatomy.Labels labels, List<Anatomy.LabelFigures> shown, String some) {
        RowPlot plot = new RowPlot("AUC of each label", "AUC", List.of("AUC")).withReference("guessing", 0.5);
        shown.forEach(label -> plot.row(label.label(), Drawn.rows(label.held()), label.auc()));
        DataTable table = new DataTable("AUC of each label", List.of("label", "rows with it", "AUC", "interval"));
        labels.labels()
                .forEach(label -> table.row(List.of(
                        label.label(),
                        Digits.of(label.held()),
                        Digits.of(label.auc().value()),
                        Digits.interval(label.auc()))));
        section.plot(
                "How well each label is ranked",
                "The probability that a row with the label scores above one without it; further right is better, the dashed line is guessing. A label that holds for all rows or for none has no dot."
                        + some,
                plot.svg(),
                table);
    }

    private static void told(Section section, Anatomy.Labels labels, List<Anatomy.LabelFigures> shown, String some) {
        RowPlot plot = new RowPlot("Precision and recall of each label", "share", List.of("precision", "recall"));
        shown.forEach(
                label -> plot.row(label.label(), "F1 " + Digits.of(label.f1()), label.precision(), label.recall()));
        DataTable table = new DataTable(
                "Each label: precision is the share of what it is told of that has it, recall the share of what has it that is told, F1 the harmonic mean of both",
                List.of("label", "rows with it", "told of", "precision", "interval", "recall", "interval", "F1"));
        labels.labels()
                .forEach(label -> table.row(List.of(
                        label.label(),
                        Digits.of(label.held()),
                        Digits.of(label.told()),
                        Digits.of(label.precision().value()),
                        Digits.interval(label.precision()),
                        Digits.of(label.recall().value()),
                        Digits.interval(label.recall()),
                        Digits.of(label.f1()))));
        section.plot(
                "How often each label is told",
                "Filled: what share of the rows that a label is told of has it. Hollow: what share of the rows that have it is told. A label with a hollow dot far left is overlooked; with a filled dot far left it is told where it does not belong."
                        + some,
                plot.svg(),
                table);
    }

    private static void shares(Section section, Anatomy.Labels labels, List<Anatomy.LabelFigures> shown, String some) {
        RowPlot plot = new RowPlot(
                "What is told of each label and how often it holds",
                "share of the rows",
                List.of("rows that have the label", "mean probability that is told"));
        shown.forEach(label -> plot.row(
                label.label(),
                "error " + Digits.of(label.reliability().error()),
                label.share(),
                Estimate.plain(label.probability())));
        DataTable table = new DataTable(
                "Calibration of each label",
                List.of("label", "rows that have it", "interval", "told on average", "calibration error", "by chance"));
        labels.labels()
                .forEach(label -> table.row(List.of(
                        label.label(),
                        Digits.of(label.share().value()),
                        Digits.interval(label.share()),
                        Digits.of(label.probability()),
                        Digits.of(label.reliability().error()),
                        Digits.of(label.reliability().errorByChance()))));
        section.plot(
                "Calibration of each label",
                "How often each label holds, and how probable the mixture holds it to be on average. Where the two dots part, it is promised too often or too seldom throughout. The error is that within bins of like probability."
                        + some,
                plot.svg(),
                table);
    }

    /// What share of each label is found in each cohort.
    static DataTable byCohort(String column, List<String> cohorts, List<Anatomy.Labels> figures) {
        List<Anatomy.LabelFigures> first = figures.getFirst().labels();
        DataTable table = new DataTable(
                "Recall of each label by %s, with its interval".formatted(column),
                Drawn.heads(
                        column, first.stream().map(Anatomy.LabelFigures::label).toList()));
        for (int i = 0; i < cohorts.size(); i++) {
            table.row(Drawn.heads(
                    cohorts.get(i),
                    figures.get(i).labels().stream()
                            .map(label -> Digits.of(label.recall()))
                            .toList()));
        }
        return table;
    }
}
