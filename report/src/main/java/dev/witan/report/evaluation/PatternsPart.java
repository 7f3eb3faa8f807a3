// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.Digits;
import dev.witan.report.RowPlot;
import dev.witan.report.Section;
import dev.witan.training.evaluation.Measure;
import dev.witan.training.evaluation.PatternFigures;
import dev.witan.training.evaluation.RoutingFigures;
import dev.witan.training.evaluation.TaskFigures;
import java.util.List;

/// How good each set of experts is that answered together.
final class PatternsPart {
    private PatternsPart() {}

    static void add(Section section, TaskFigures task, RoutingFigures routing, String of) {
        Measure headline = task.measures().headline();
        RowPlot plot = new RowPlot(
                        "%s of each set of experts".formatted(headline.title()), headline.title(), List.of("mixture"))
                .withReference("all rows", task.measures().of(headline).value());
        for (PatternFigures pattern : task.patterns()) {
            plot.row(
                    name(pattern),
                    Drawn.rows(pattern.measures().rows()),
                    pattern.measures().of(headline));
        }
        section.plot(
                "Quality per set of experts" + of,
                "Rows that went to the same experts, the most frequent sets first, %d of %s. A set far from the dashed line answers rows that are harder or easier than most, or answers them worse or better; %s. Where no dot is, the rows are of one class or too few."
                        .formatted(task.patterns().size(), Digits.of(routing.patterns()), Drawn.better(headline)),
                plot.svg(),
                Drawn.measures(
                        "Quality per set of experts",
                        "experts",
                        task.patterns().stream().map(PatternsPart::name).toList(),
                        task.patterns().stream().map(PatternFigures::measures).toList()));
    }

    private static String name(PatternFigures pattern) {
        return pattern.experts().isEmpty() ? "(no expert)" : String.join(" + ", pattern.experts());
    }
}
