// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import dev.witan.engine.response.QuantileHead;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A report in lines of text.
public final class ReportText {
    private static final int EPOCHS_SHOWN = 8;

    private final StringBuilder text = new StringBuilder();

    private ReportText() {}

    static String of(TrainingReport report) {
        ReportText text = new ReportText();
        text.line(String.format(
                Locale.ROOT,
                "target '%s', %d rows (%d training, %d validation), seed %d, %.1f s",
                report.target(),
                report.rows(),
                report.trainingRows(),
                report.validationRows(),
                report.seed(),
                report.seconds()));
        text.line(String.format(Locale.ROOT, "corpus sha256:%s", report.corpusDigest()));
        report.notices().forEach(notice -> text.line(String.format(Locale.ROOT, "note: %s", notice)));
        text.line("");
        text.qualities("on the validation rows", report, report.quality(), TrainingReport.Comparison::quality);
        for (int i = 0; i < report.tests().size(); i++) {
            int test = i;
            String title = "on " + report.testNames().get(i);
            text.qualities(
                    title, report, report.tests().get(i), other -> other.tests().get(test));
            text.classes(report, test);
        }
        text.line(String.format(
                Locale.ROOT,
                "(parameters that a row meets; %d in all, with the encoder's; epoch %d of %d kept)",
                report.parameters(),
                report.bestEpoch(),
                report.epochs()));
        text.line("");
        text.routing(report.routing());
        text.history(report.history());
        return text.text.toString();
    }

    private void qualities(
            String title,
            TrainingReport report,
            Quality ofMixture,
            Function<TrainingReport.Comparison, Quality> ofOther) {
        line(String.format(Locale.ROOT, "%-34s %10s", title, "parameters"));
        quality(mixtureName(report), report.activeParameters(), ofMixture);
        for (TrainingReport.Comparison other : report.comparisons()) {
            quality(other.name(), other.activeParameters(), ofOther.apply(other));
        }
    }

    /// How often each class was told by each network, if there are several.
    private void classes(TrainingReport report, int test) {
        if (!(report.tests().get(test) instanceof Quality.MultiClass ofMixture)) {
            return;
        }
        line("");
        String names = report.comparisons().stream()
                .map(other -> "%16s".formatted(other.name()))
                .collect(Collectors.joining());
        line(String.format(Locale.ROOT, "%-24s %8s %9s%s", "right in each class, %", "rows", "mixture", names));
        for (int i = 0; i < ofMixture.classes().size(); i++) {
            int index = i;
            ClassRecall recall = ofMixture.classes().get(i);
            String others = report.comparisons().stream()
                    .map(other -> percent(
                            ((Quality.MultiClass) other.tests().get(test))
                                    .classes()
                                    .get(index),
                            16))
                    .collect(Collectors.joining());
            line(String.format(
                    Locale.ROOT, "  %-22s %8d %s%s", recall.label(), recall.rows(), percent(recall, 9), others));
        }
        line("");
    }

    private static String percent(ClassRecall recall, int width) {
        return recall.rows() == 0
                ? " ".repeat(width - 1) + "-"
                : String.format(Locale.ROOT, "%" + width + ".1f", 100 * recall.share());
    }

    /// One line, or one per task below the first.
    private void quality(String name, long activeParameters, Quality quality) {
        if (quality instanceof Quality.Tasks several) {
            line(String.format(Locale.ROOT, "%-34s %10d", name, activeParameters));
            several.tasks().forEach((task, own) -> line(String.format(Locale.ROOT, "  %-43s   %s", task, of(own))));
            return;
        }
        line(String.format(Locale.ROOT, "%-34s %10d   %s", name, activeParameters, of(quality)));
    }

    private static String mixtureName(TrainingReport report) {
        return "mixture, %d of %d experts"
                .formatted(report.routing().fanOut(), report.routing().experts().size());
    }

    /// A quality in one line.
    public static String of(Quality quality) {
        return switch (quality) {
            case Quality.Binary it ->
                String.format(
                        Locale.ROOT, "AUC %.4f  log-loss %.4f  accuracy %.4f", it.auc(), it.logLoss(), it.accuracy());
            case Quality.MultiClass it ->
                String.format(
                        Locale.ROOT,
                        "accuracy %.4f  macro-F1 %.4f  log-loss %.4f",
                        it.accuracy(),
                        it.macroF1(),
                        it.logLoss());
            case Quality.MultiLabel it ->
                String.format(
                        Locale.ROOT,
                        "AUC %.4f  log-loss %.4f  all labels right %.4f  F1 %.4f",
                        it.auc(),
                        it.logLoss(),
                        it.exact(),
                        it.microF1());
            case Quality.Quantile it ->
                String.format(Locale.ROOT, "pinball loss %.5g  skill %.4f  %s", it.pinball(), it.skill(), covered(it));
            case Quality.Tasks it ->
                it.tasks().entrySet().stream()
                        .map(task -> task.getKey() + ": " + of(task.getValue()))
                        .collect(Collectors.joining("; "));
            case Quality.Regression it ->
                String.format(
                        Locale.ROOT,
                        "RMSE %.5g  mean absolute error %.5g  R2 %.4f",
                        it.rmse(),
                        it.meanAbsoluteError(),
                        it.r2());
        };
    }

    /// `below p10 9.8 %, p50 50.3 %`.
    private static String covered(Quality.Quantile quality) {
        return quality.levels().stream()
                .map(level -> String.format(
                        Locale.ROOT, "%s %.1f %%", QuantileHead.nameOf(level.level()), 100 * level.coverage()))
                .collect(Collectors.joining(", ", "below ", ""));
    }

    private void routing(RoutingReport routing) {
        line("load per expert");
        for (RoutingReport.ExpertLoad load : routing.experts()) {
            line(String.format(
                    Locale.ROOT,
                    "  %-24s %8d rows  %5.1f %%  %8d parameters",
                    load.id(),
                    load.rows(),
                    100 * load.share(),
                    load.parameters()));
        }
        line(String.format(
                Locale.ROOT,
                "  variation %.3f (at random %.3f), highest load %.2f times the mean, dead experts: %s",
                routing.variation(),
                routing.noiseFloor(),
                1 + routing.maxViolation(),
                routing.deadExperts().isEmpty() ? "none" : String.join(", ", routing.deadExperts())));
        line(String.format(
                Locale.ROOT,
                "gate entropy in nats: of the mean %.3f, mean per row %.3f, difference %.3f",
                routing.marginalEntropy(),
                routing.conditionalEntropy(),
                routing.information()));
    }

    /// Some of the epochs: the first and the last, and as many between as fit.
    private void history(List<EpochReport> history) {
        if (history.isEmpty()) {
            return;
        }
        line("");
        EpochReport any = history.getFirst();
        line(String.format(
                Locale.ROOT,
                "%-8s %9s %9s %9s %6s %9s %9s %7s",
                "epoch",
                "figure",
                "max vio",
                "variation",
                "dead",
                "entropies",
                "differ by",
                "churn"));
        int last = history.size() - 1;
        int lines = Math.min(last, EPOCHS_SHOWN - 1);
        for (int i = 0; i <= lines; i++) {
            epoch(history.get(lines == 0 ? 0 : last * i / lines));
        }
        line(String.format(
                Locale.ROOT,
                "%-8s %9s %9.3f %9.3f",
                "at random",
                "",
                any.maxViolationAtRandom(),
                any.variationAtRandom()));
    }

    private void epoch(EpochReport it) {
        line(String.format(
                Locale.ROOT,
                "%8d %9.4f %9.3f %9.3f %6d %4.2f %4.2f %9.3f %7s",
                it.epoch(),
                it.figure(),
                it.maxViolation(),
                it.variation(),
                it.deadExperts(),
                it.marginalEntropy(),
                it.conditionalEntropy(),
                it.information(),
                Double.isNaN(it.churn()) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * it.churn())));
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
