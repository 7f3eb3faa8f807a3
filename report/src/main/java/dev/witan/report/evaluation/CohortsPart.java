// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.DataTable;
import dev.witan.report.Digits;
import dev.witan.report.Element;
import dev.witan.report.RowPlot;
import dev.witan.report.Section;
import dev.witan.training.evaluation.Anatomy;
import dev.witan.training.evaluation.Cohort;
import dev.witan.training.evaluation.CohortColumn;
import dev.witan.training.evaluation.Measure;
import dev.witan.training.evaluation.TaskFigures;
import dev.witan.training.statistics.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How the rows of each value of a column fare.
final class CohortsPart {
    private static final Set<Measure> SHOWN = Set.of(
            Measure.AUC,
            Measure.ACCURACY,
            Measure.SELECTION_RATE,
            Measure.TRUE_POSITIVE_RATE,
            Measure.FALSE_POSITIVE_RATE,
            Measure.MACRO_F1,
            Measure.EXACT,
            Measure.MICRO_F1,
            Measure.MICRO_PRECISION,
            Measure.MICRO_RECALL,
            Measure.PINBALL,
            Measure.INTERVAL_COVERAGE,
            Measure.INTERVAL_WIDTH,
            Measure.RMSE,
            Measure.MEAN_ABSOLUTE_ERROR,
            Measure.MEAN_RESIDUAL);

    /// Gaps that the sentence names.
    private static final int GAPS_MAX = 6;

    private CohortsPart() {}

    static Section of(CohortColumn column, TaskFigures task, String of) {
        Section section = new Section("Cohorts by %s%s".formatted(column.column(), of)).say(sentence(column));
        for (Measure measure : task.measures().values().keySet()) {
            if (SHOWN.contains(measure)) {
                section.plot(
                        first(measure.title()) + " by " + column.column(),
                        reading(measure),
                        plot(column, task, measure),
                        table(column, measure));
            }
        }
        details(section, column);
        return section.table(Drawn.measures(
                "All figures by " + column.column(),
                column.column(),
                column.cohorts().stream().map(Cohort::name).toList(),
                column.cohorts().stream().map(Cohort::measures).toList()));
    }

    /// What only labels and quantiles have.
    private static void details(Section section, CohortColumn column) {
        List<String> names = column.cohorts().stream().map(Cohort::name).toList();
        List<Anatomy.Labels> labels = all(column, Anatomy.Labels.class);
        if (labels.size() == names.size()) {
            section.table(LabelsPart.byCohort(column.column(), names, labels));
        }
        List<Anatomy.Quantiles> quantiles = all(column, Anatomy.Quantiles.class);
        if (quantiles.size() == names.size()) {
            section.table(QuantilesPart.byCohort(column.column(), names, quantiles));
        }
    }

    private static <T extends Anatomy> List<T> all(CohortColumn column, Class<T> kind) {
        return column.cohorts().stream()
                .flatMap(cohort -> cohort.anatomy().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static String first(String title) {
        return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    private static String sentence(CohortColumn column) {
        List<String> clear = column.cohorts().stream()
                .flatMap(cohort -> cohort.gaps().entrySet().stream()
                        .filter(gap ->
                                SHOWN.contains(gap.getKey()) && gap.getValue().excludes(0))
                        .map(gap -> "%s of %s (%s)"
                                .formatted(
                                        gap.getKey().title(),
                                        cohort.name(),
                                        Digits.signed(gap.getValue().value()))))
                .toList();
        String found = clear.isEmpty()
                ? "No gap is larger than chance explains on so many rows."
                : "Larger than chance explains: %s%s."
                        .formatted(
                                String.join(", ", clear.subList(0, Math.min(GAPS_MAX, clear.size()))),
                                clear.size() > GAPS_MAX
                                        ? " and %d more in the tables".formatted(clear.size() - GAPS_MAX)
                                        : "");
        return "Each cohort is held against the largest, %s. A whisker is what so few rows can tell: where it is long, the dot means little. Gaps are judged with intervals that hold for all cohorts of the column at once. %s %s"
                .formatted(column.reference(), found, told(column));
    }

    private static String told(CohortColumn column) {
        return Double.isNaN(column.told())
                ? ""
                : "A row's first expert tells %s of what there is to tell about its cohort: at 100 %% each expert has rows of one cohort only, at 0 %% the gate takes no notice of them."
                        .formatted(Digits.percent(column.told()));
    }

    private static String reading(Measure measure) {
        return switch (measure) {
            case SELECTION_RATE ->
                "The share of each cohort that is answered with the positive class. The cohorts may differ in truth, too: compare with the rates beside it.";
            case TRUE_POSITIVE_RATE ->
                "The share of each cohort's positive rows that is found. A cohort far left is overlooked more often when it should not be.";
            case FALSE_POSITIVE_RATE ->
                "The share of each cohort's negative rows that is taken for positive. A cohort far right is suspected, or favoured, wrongly more often.";
            case INTERVAL_COVERAGE ->
                "The share of each cohort's labels that lies in the widest interval. A cohort far left is promised more than it gets, one far right gets intervals that are wider than they need to be. The dashed line is all rows.";
            case MEAN_RESIDUAL ->
                "The mean of label less prediction. Right of zero a cohort is predicted too low, left of it too high.";
            default ->
                "How good the answers are for the rows of each cohort; %s. The dashed line is all rows."
                        .formatted(Drawn.better(measure));
        };
    }

    private static Element plot(CohortColumn column, TaskFigures task, Measure measure) {
        RowPlot plot = new RowPlot(
                        "%s by %s".formatted(measure.title(), column.column()), measure.title(), List.of("cohort"))
                .withReference("all rows", task.measures().of(measure).value());
        for (Cohort cohort : column.cohorts()) {
            plot.row(
                    cohort.name(),
                    Drawn.rows(cohort.measures().rows()),
                    cohort.measures().of(measure));
        }
        return plot.svg();
    }

    private static DataTable table(CohortColumn column, Measure measure) {
        DataTable table = new DataTable(
                "%s by %s, and the gap to %s".formatted(measure.title(), column.column(), column.reference()),
                List.of(column.column(), "rows", measure.title(), "interval", "gap", "interval of the gap", "verdict"));
        for (Cohort cohort : column.cohorts()) {
            Estimate value = cohort.measures().of(measure);
            Estimate gap = cohort.gaps().getOrDefault(measure, Estimate.NONE);
            table.row(List.of(
                    cohort.name(),
                    Digits.of(cohort.measures().rows()),
                    Digits.of(value.value()),
                    Digits.interval(value),
                    Digits.signed(gap.value()),
                    Digits.interval(gap),
                    verdict(cohort, gap)));
        }
        return table;
    }

    private static String verdict(Cohort cohort, Estimate gap) {
        if (cohort.gaps().isEmpty()) {
            return "held against";
        }
        return gap.excludes(0) ? "more than chance" : "within chance";
    }
}
