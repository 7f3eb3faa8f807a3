// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.RowPlot;
import dev.witan.report.Section;
import dev.witan.training.evaluation.ExpertFigures;
import dev.witan.training.evaluation.Measure;
import dev.witan.training.evaluation.Measures;
import dev.witan.training.evaluation.TaskFigures;
import dev.witan.training.statistics.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How good each expert is.
final class ExpertsPart {
    private ExpertsPart() {}

    static void add(Section section, TaskFigures task, String of) {
        Measure headline = task.measures().headline();
        RowPlot plot = new RowPlot(
                        "%s of each expert".formatted(headline.title()),
                        headline.title(),
                        List.of("mixture, on the rows that the expert helped answer", "expert alone, on all rows"))
                .withReference(
                        "mixture, on all rows", task.measures().of(headline).value());
        task.experts().stream()
                .filter(expert -> expert.answered().rows() > 0 || expert.alone().isPresent())
                .sorted(Comparator.comparingLong(
                                (ExpertFigures expert) -> expert.answered().rows())
                        .reversed())
                .limit(Drawn.ROWS_MAX)
                .forEach(expert -> plot.row(
                        expert.expert(),
                        Drawn.rows(expert.answered().rows()),
                        expert.answered().of(headline),
                        expert.alone().map(it -> it.of(headline)).orElse(Estimate.NONE)));
        section.say(best(task, headline, of))
                .plot(
                        "Quality per expert" + of,
                        "Filled: how good the mixture's answers are on the rows that went to the expert. Hollow: how good its own answers are to all rows, most of which it was not made for. A hollow dot as far along as the dashed line would make the other experts superfluous; %s.%s"
                                .formatted(Drawn.better(headline), alike(headline)),
                        plot.svg(),
                        table(task));
    }

    private static String alike(Measure headline) {
        return headline == Measure.AUC
                ? " Rows that go to one expert are more alike than all rows, which makes them harder to rank."
                : "";
    }

    private static String best(TaskFigures task, Measure headline, String of) {
        Optional<ExpertFigures> best = task.bestAlone();
        if (best.isEmpty()) {
            return "No expert can be asked alone.";
        }
        Measures alone = best.get().alone().orElseThrow();
        String sample = alone.rows() < task.measures().rows()
                ? " Experts were asked alone for %s, drawn evenly, on which the mixture has %s."
                        .formatted(
                                Drawn.rows(alone.rows()),
                                Digits.of(task.sampled().of(headline)))
                : "";
        return "The best single expert%s is %s: alone it has %s %s, the mixture %s.%s"
                .formatted(
                        of,
                        best.get().expert(),
                        headline.title(),
                        Digits.of(alone.of(headline)),
                        Digits.of(task.measures().of(headline)),
                        sample);
    }

    private static DataTable table(TaskFigures task) {
        List<String> names = new ArrayList<>(List.of("mixture, all rows"));
        List<Measures> groups = new ArrayList<>(List.of(task.measures()));
        for (ExpertFigures expert : task.experts()) {
            names.add(expert.expert() + ", its rows");
            groups.add(expert.answered());
            expert.alone().ifPresent(alone -> {
                names.add(expert.expert() + ", alone");
                groups.add(alone);
            });
        }
        return Drawn.measures("Quality per expert", "answers", names, groups);
    }
}
