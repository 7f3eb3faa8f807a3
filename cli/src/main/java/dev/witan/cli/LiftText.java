// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.report.Digits;
import dev.witan.training.evaluation.LiftFigures;
import dev.witan.training.statistics.Estimate;
import java.util.List;
import java.util.stream.Collectors;

/// What a mixture wins over other networks, for people.
final class LiftText {
    private LiftText() {}

    /// A table for each task; nothing without a lift.
    static String of(List<LiftFigures> lifts) {
        return lifts.stream()
                .map(lift -> of(lift, lifts.size() > 1 ? lift.target() + ": " : ""))
                .collect(Collectors.joining());
    }

    private static String of(LiftFigures lift, String task) {
        TextTable table = new TextTable();
        table.row("network", "parameters", task + lift.measure().title(), "deviation", "mixture better by");
        for (LiftFigures.Contender contender : lift.contenders()) {
            table.row(
                    contender.name(),
                    Long.toString(Math.round(contender.parameters())),
                    Digits.of(contender.mean().value()),
                    lift.seeds().size() > 1 ? Digits.of(contender.deviation()) : "",
                    behind(contender.behind()));
        }
        return "\n\n" + table
                + "\nmeans over %d seeds, trained on %s in %.0f s; 95 %% intervals in brackets, * more than chance explains"
                        .formatted(lift.seeds().size(), lift.table(), lift.seconds())
                + lift.notes().stream().map(note -> "\n" + note).collect(Collectors.joining());
    }

    private static String behind(Estimate behind) {
        if (!behind.hasInterval()) {
            return "";
        }
        return Digits.signed(behind.value()) + " (" + Digits.interval(behind) + ")" + (behind.excludes(0) ? " *" : "");
    }
}
