// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.distillation.DenseReport;
import dev.witan.training.distillation.DistilledDense;
import dev.witan.training.distillation.DistilledGate;
import dev.witan.training.distillation.GateReport;
import dev.witan.training.report.Quality;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// What distillation prints.
final class DistillText {
    private DistillText() {}

    static String of(DistilledGate gate) {
        GateReport report = gate.report();
        TextTable table = new TextTable();
        table.row("", "before", "after");
        table.row("gate", "", shape(gate.hidden()));
        table.row(
                "multiply-adds of a row",
                work(report.teacher().multiplyAdds()),
                work(report.student().multiplyAdds()));
        table.row(
                "ns of a row alone",
                number(report.teacher().nanosAlone()),
                number(report.student().nanosAlone()));
        table.row(
                "ns of a row of 64",
                number(report.teacher().nanosInBatch()),
                number(report.student().nanosInBatch()));
        quality(table, report.before(), report.after());
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d rows learned from, %s%d measured on%n%s%n",
                report.rowsLearned(),
                report.rowsChosen() == 0 ? "" : report.rowsChosen() + " chosen by, ",
                report.rowsMeasured(),
                table));
        text.append(String.format(
                Locale.ROOT,
                "recall@%d %.4f, probability regret %.5f%n",
                report.fanOut(),
                report.recall(),
                report.regret()));
        if (report.teacher().multiplyAdds() > 0) {
            text.append(String.format(Locale.ROOT, "%.1fx fewer multiply-adds, ", report.fewerMultiplyAdds()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%.1fx faster alone, %.1fx in batches",
                report.teacher().nanosAlone() / report.student().nanosAlone(),
                report.teacher().nanosInBatch() / report.student().nanosInBatch()));
        if (report.tried().size() > 1) {
            text.append(System.lineSeparator()).append("tried: ").append(tried(report.tried()));
        }
        return text.toString();
    }

    static String of(DistilledDense dense) {
        DenseReport report = dense.report();
        TextTable table = new TextTable();
        table.row("", "mixture", "dense");
        table.row("shape", "", shape(dense.hidden()));
        table.row(
                "multiply-adds of a row",
                number(report.multiplyAddsOfMixture()),
                Long.toString(report.multiplyAddsOfStudent()));
        quality(table, report.mixture(), report.student());
        return String.format(
                Locale.ROOT,
                "%d rows learned from, %d measured on%n%s%nagreement with the mixture %.4f",
                report.rowsLearned(),
                report.rowsMeasured(),
                table,
                report.agreement());
    }

    private static String tried(List<GateReport.Tried> tried) {
        return tried.stream()
                .map(it -> String.format(
                        Locale.ROOT,
                        "%s in %d steps %.4f",
                        it.hidden() == 0 ? "linear" : Integer.toString(it.hidden()),
                        it.steps(),
                        it.recall()))
                .collect(Collectors.joining(", "));
    }

    private static String shape(List<Integer> hidden) {
        return hidden.isEmpty()
                ? "linear"
                : hidden.stream().map(Object::toString).collect(Collectors.joining(", ", "hidden ", ""));
    }

    private static String work(long multiplyAdds) {
        return multiplyAdds == 0 ? "unknown" : Long.toString(multiplyAdds);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    /// A line per figure, before and after; nothing where no labels are known.
    static void quality(TextTable table, Optional<Quality> before, Optional<Quality> after) {
        if (before.isPresent() && after.isPresent()) {
            quality(table, "", before.orElseThrow(), after.orElseThrow());
        }
    }

    /// Those of several tasks behind what they come to together.
    private static void quality(TextTable table, String prefix, Quality before, Quality after) {
        var is = QualityText.tree(after);
        QualityText.tree(before).properties().stream()
                .filter(entry -> !entry.getValue().isInt())
                .forEach(entry -> table.row(
                        prefix + entry.getKey(),
                        figure(entry.getValue().doubleValue()),
                        figure(is.path(entry.getKey()).doubleValue())));
        if (before instanceof Quality.Tasks was && after instanceof Quality.Tasks now) {
            was.tasks()
                    .forEach((task, quality) -> quality(
                            table,
                            task + " ",
                            quality,
                            Objects.requireNonNull(now.tasks().get(task))));
        }
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }
}
