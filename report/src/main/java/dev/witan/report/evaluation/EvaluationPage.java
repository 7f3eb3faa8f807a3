// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.Digits;
import dev.witan.report.Page;
import dev.witan.report.Section;
import dev.witan.training.evaluation.EvaluationFigures;
import dev.witan.training.evaluation.LiftFigures;
import dev.witan.training.evaluation.Measure;
import dev.witan.training.evaluation.Measures;
import dev.witan.training.evaluation.RoutingFigures;
import dev.witan.training.evaluation.TaskFigures;
import dev.witan.training.statistics.Estimate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An evaluation as a page with plots.
public final class EvaluationPage {
    private static final Set<Measure> FOR_COHORTS =
            Set.of(Measure.SELECTION_RATE, Measure.TRUE_POSITIVE_RATE, Measure.FALSE_POSITIVE_RATE);

    private EvaluationPage() {}

    /// The page as HTML.
    ///
    /// @param lift what the mixture wins over others, task by task; empty if nothing was trained
    public static String html(EvaluationFigures figures, List<LiftFigures> lift) {
        Page page = new Page(
                "%s, release %d, on %s".formatted(figures.mixture(), figures.release(), figures.table()),
                "%s rows%s. Figures in brackets and whiskers are %.0f %% intervals: as far as so many rows can tell, the true figure lies in them. Release digest %s."
                        .formatted(
                                Digits.of(figures.rows()),
                                figures.rowsShed() > 0
                                        ? " (%s more found no room and are not measured)"
                                                .formatted(Digits.of(figures.rowsShed()))
                                        : "",
                                100 * figures.confidence(),
                                Drawn.start(figures.digest(), 16)));
        if (figures.tasks().size() > 1) {
            page.fact("explained, mean of the tasks", Digits.of(figures.explained()), "");
        }
        for (TaskFigures task : figures.tasks()) {
            facts(page, task.measures(), figures.tasks().size() > 1 ? task.target() + ": " : "");
        }
        lift.forEach(it -> page.section(LiftPart.of(it, lift.size() > 1 ? " of " + it.target() : "")));
        for (TaskFigures task : figures.tasks()) {
            AnatomyPart.add(page, task, of(figures, task), figures.confidence());
        }
        if (figures.tasks().size() > 1) {
            page.section(TasksPart.of(figures.tasks()));
        }
        page.section(experts(figures));
        for (TaskFigures task : figures.tasks()) {
            task.cohorts().forEach(column -> page.section(CohortsPart.of(column, task, of(figures, task))));
        }
        Section seen = new Section("What each expert sees");
        for (TaskFigures task : figures.tasks()) {
            task.labels().ifPresent(labels -> CoveragePart.addLabels(seen, labels));
        }
        if (!figures.coverage().isEmpty()) {
            CoveragePart.add(seen, figures.coverage());
            page.section(seen);
        }
        return page.html();
    }

    /// Which of several targets is meant.
    private static String of(EvaluationFigures figures, TaskFigures task) {
        return figures.tasks().size() > 1 ? " of " + task.target() : "";
    }

    private static Section experts(EvaluationFigures figures) {
        Section section = new Section("Experts");
        if (figures.tasks().size() == 1) {
            RoutingPart.add(section, figures.routing());
        }
        for (TaskFigures task : figures.tasks()) {
            RoutingFigures routing = task.routing().orElse(figures.routing());
            if (!task.experts().isEmpty()) {
                ExpertsPart.add(section, task, of(figures, task));
            }
            if (routing.patterns() > 1) {
                PatternsPart.add(section, task, routing, of(figures, task));
            }
        }
        return section;
    }

    private static void facts(Page page, Measures measures, String of) {
        page.fact(of + "rows", Digits.of(measures.rows()), "");
        for (Map.Entry<Measure, Estimate> entry : measures.values().entrySet()) {
            if (!FOR_COHORTS.contains(entry.getKey())) {
                Estimate value = entry.getValue();
                page.fact(
                        of + entry.getKey().title(),
                        Digits.of(value.value()),
                        value.hasInterval() ? Digits.interval(value) : "");
            }
        }
    }
}
