// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.report.Digits;
import dev.witan.training.evaluation.Cohort;
import dev.witan.training.evaluation.CohortColumn;
import dev.witan.training.evaluation.EvaluationFigures;
import dev.witan.training.evaluation.Measure;
import dev.witan.training.evaluation.TaskFigures;
import dev.witan.training.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/// How cohorts fare, for people.
final class CohortText {
    private static final List<Measure> SHOWN = List.of(
            Measure.AUC,
            Measure.ACCURACY,
            Measure.SELECTION_RATE,
            Measure.TRUE_POSITIVE_RATE,
            Measure.FALSE_POSITIVE_RATE,
            Measure.EXACT,
            Measure.MICRO_F1,
            Measure.MICRO_RECALL,
            Measure.PINBALL,
            Measure.INTERVAL_COVERAGE,
            Measure.INTERVAL_WIDTH,
            Measure.RMSE,
            Measure.MEAN_RESIDUAL);

    private CohortText() {}

    /// A table for each column; nothing without cohorts.
    static String of(EvaluationFigures figures) {
        StringBuilder text = new StringBuilder();
        for (TaskFigures task : figures.tasks()) {
            for (CohortColumn column : task.cohorts()) {
                text.append("\n\n")
                        .append(figures.tasks().size() > 1 ? "task %s\n".formatted(task.target()) : "")
                        .append(table(column, figures.confidence()));
            }
        }
        return text.toString();
    }

    private static String table(CohortColumn column, double confidence) {
        List<Measure> measures = SHOWN.stream()
                .filter(column.cohorts().getFirst().measures().values()::containsKey)
                .toList();
        TextTable table = new TextTable();
        List<String> heads = new ArrayList<>(List.of(column.column(), "rows"));
        measures.forEach(measure -> heads.add(measure.title()));
        table.row(heads);
        for (Cohort cohort : column.cohorts()) {
            List<String> cells = new ArrayList<>(
                    List.of(cohort.name(), Long.toString(cohort.measures().rows())));
            measures.forEach(measure -> cells.add(cell(cohort, measure)));
            table.row(cells);
        }
        return table
                + "\n%.0f %% intervals in brackets; * differs from '%s' by more than chance explains"
                        .formatted(100 * confidence, column.reference())
                + told(column);
    }

    private static String told(CohortColumn column) {
        return Double.isNaN(column.told())
                ? ""
                : "\na row's first expert tells %.0f %% of what there is to tell about its %s"
                        .formatted(100 * column.told(), column.column());
    }

    private static String cell(Cohort cohort, Measure measure) {
        Estimate gap = cohort.gaps().getOrDefault(measure, Estimate.NONE);
        return Digits.of(cohort.measures().of(measure)) + (gap.excludes(0) ? " *" : "");
    }
}
