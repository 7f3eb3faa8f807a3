// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.training.data.TargetKind;
import dev.witan.training.evaluation.Anatomy;
import dev.witan.training.evaluation.Cohort;
import dev.witan.training.evaluation.CohortColumn;
import dev.witan.training.evaluation.Coverage;
import dev.witan.training.evaluation.EvaluationFigures;
import dev.witan.training.evaluation.ExpertFigures;
import dev.witan.training.evaluation.LiftFigures;
import dev.witan.training.evaluation.Measure;
import dev.witan.training.evaluation.Measures;
import dev.witan.training.evaluation.PatternFigures;
import dev.witan.training.evaluation.RoutingFigures;
import dev.witan.training.evaluation.TaskFigures;
import dev.witan.training.report.Specialisation;
import dev.witan.training.statistics.Confusion;
import dev.witan.training.statistics.CurvePoint;
import dev.witan.training.statistics.Estimate;
import dev.witan.training.statistics.Reliability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An evaluation of two experts in which every name is `name`.
final class MadeFigures {
    private MadeFigures() {}

    static EvaluationFigures binary(String name) {
        Confusion confusion = new Confusion(2);
        for (int i = 0; i < 8; i++) {
            confusion.add(i % 2, i < 6 ? i % 2 : 1 - i % 2);
        }
        Estimate share = Estimate.share(6, 8, 1.96);
        Reliability reliability = new Reliability(List.of(new Reliability.Bin(0.7, share, 8)), 0.05, 0.1);
        Anatomy anatomy = new Anatomy.Binary(
                List.of("no", name),
                confusion,
                List.of(new Anatomy.ClassFigures(name, 4, share, share, 0.75)),
                reliability,
                List.of(new CurvePoint(0, 0, 9), new CurvePoint(0.25, 0.75, 0), new CurvePoint(1, 1, -9)),
                List.of(new CurvePoint(0.5, 1, 2), new CurvePoint(1, 0.6, -2)),
                0.8,
                0.5);
        TaskFigures task = new TaskFigures(
                name,
                TargetKind.BINARY,
                measures(),
                anatomy,
                0.4,
                List.of(
                        new ExpertFigures(name, measures(), Optional.of(measures())),
                        new ExpertFigures(
                                "other", new Measures(0, Map.of(Measure.AUC, Estimate.NONE)), Optional.empty())),
                measures(),
                List.of(new PatternFigures(List.of(name), measures())),
                List.of(new CohortColumn(
                        name,
                        name,
                        List.of(
                                new Cohort(name, measures(), Map.of(), Optional.empty()),
                                new Cohort(
                                        name + "2",
                                        measures(),
                                        Map.of(Measure.AUC, new Estimate(0.2, 0.1, 0.3)),
                                        Optional.empty())),
                        new Specialisation(
                                List.of(name, "other"), Map.of(name, List.of(3L, 1L), name + "2", List.of(1L, 3L))))),
                Optional.of(coverage(name)),
                Optional.empty());
        return new EvaluationFigures(
                "made",
                1,
                "0123456789abcdef0123",
                name,
                8,
                0,
                0,
                0.95,
                List.of(task),
                routing(name),
                List.of(coverage(name)));
    }

    /// Two labels, one of which holds for no row.
    static EvaluationFigures labels(String name) {
        Estimate share = Estimate.share(6, 8, 1.96);
        Reliability reliability = new Reliability(List.of(new Reliability.Bin(0.7, share, 8)), 0.05, 0.1);
        Anatomy anatomy = new Anatomy.Labels(
                List.of(
                        new Anatomy.LabelFigures(
                                name, 6, 7, new Estimate(0.8, 0.7, 0.9), share, share, 0.75, 0.7, share, reliability),
                        new Anatomy.LabelFigures(
                                "rare",
                                0,
                                0,
                                Estimate.NONE,
                                Estimate.NONE,
                                Estimate.NONE,
                                Double.NaN,
                                0.1,
                                Estimate.share(0, 8, 1.96),
                                reliability)),
                reliability);
        return of(name, List.of(task(name, TargetKind.MULTI_LABEL, anatomy, Optional.of(anatomy), Optional.empty())));
    }

    /// Two levels.
    static EvaluationFigures quantiles(String name) {
        return of(name, List.of(task(name, TargetKind.QUANTILE, levels(), Optional.of(levels()), Optional.empty())));
    }

    private static Anatomy levels() {
        Estimate pinball = new Estimate(2, 1.5, 2.5);
        return new Anatomy.Quantiles(
                List.of(
                        new Anatomy.LevelFigures(0.25, Estimate.share(2, 8, 1.96), pinball),
                        new Anatomy.LevelFigures(0.75, Estimate.share(7, 8, 1.96), pinball)),
                List.of(2L, 5L, 1L),
                List.of(new Anatomy.IntervalFigures(0.25, 0.75, Estimate.share(5, 8, 1.96), pinball)),
                List.of(
                        new Reliability.Bin(1, Estimate.share(3, 4, 1.96), 4),
                        new Reliability.Bin(3, Estimate.share(2, 4, 1.96), 4)));
    }

    /// Two tasks, one of quantiles.
    static EvaluationFigures tasks(String name) {
        TaskFigures other = binary(name).tasks().getFirst();
        return of(
                name,
                List.of(
                        task(name, other.kind(), other.anatomy(), Optional.empty(), Optional.of(routing(name))),
                        task(
                                "price",
                                TargetKind.QUANTILE,
                                levels(),
                                Optional.of(levels()),
                                Optional.of(routing(name)))));
    }

    private static TaskFigures task(
            String name,
            TargetKind kind,
            Anatomy anatomy,
            Optional<Anatomy> ofCohort,
            Optional<RoutingFigures> routing) {
        return new TaskFigures(
                name,
                kind,
                measures(),
                anatomy,
                0.4,
                List.of(new ExpertFigures(name, measures(), Optional.of(measures()))),
                measures(),
                List.of(new PatternFigures(List.of(name), measures())),
                List.of(new CohortColumn(
                        "sex",
                        "f",
                        List.of(new Cohort("f", measures(), Map.of(), ofCohort)),
                        new Specialisation(List.of(name), Map.of("f", List.of(8L))))),
                Optional.of(coverage(name)),
                routing);
    }

    private static EvaluationFigures of(String name, List<TaskFigures> tasks) {
        return new EvaluationFigures(
                "made", 1, "0123456789", name, 8, 0, 0, 0.95, tasks, routing(name), List.of(coverage(name)));
    }

    private static Measures measures() {
        Map<Measure, Estimate> values = new LinkedHashMap<>();
        values.put(Measure.AUC, new Estimate(0.8, 0.7, 0.9));
        values.put(Measure.ACCURACY, Estimate.share(6, 8, 1.96));
        values.put(Measure.SELECTION_RATE, Estimate.share(4, 8, 1.96));
        values.put(Measure.CALIBRATION_ERROR, Estimate.plain(0.05));
        return new Measures(8, values);
    }

    private static Coverage coverage(String name) {
        return new Coverage(
                name,
                List.of(name, "b"),
                List.of(6L, 2L),
                List.of(
                        new Coverage.Seen(name, List.of(6L, 0L), 0.25, 0.05),
                        new Coverage.Seen("other", List.of(0L, 0L), Double.NaN, Double.NaN)));
    }

    private static RoutingFigures routing(String name) {
        return new RoutingFigures(
                8,
                1,
                List.of(
                        new RoutingFigures.Load(name, true, 8, 8, 1, 10),
                        new RoutingFigures.Load("other", true, 0, 0, Double.NaN, 10)),
                4,
                1.4,
                1,
                0.35,
                1,
                0.6,
                0.2,
                2);
    }

    static LiftFigures lift(String name) {
        return new LiftFigures(
                name,
                name,
                List.of(1L, 2L),
                Measure.AUC,
                List.of(
                        new LiftFigures.Contender(
                                "mixture",
                                10,
                                List.of(0.8, 0.82),
                                new Estimate(0.81, 0.7, 0.9),
                                0.01,
                                Estimate.plain(0)),
                        new LiftFigures.Contender(
                                name,
                                10,
                                List.of(0.7, 0.72),
                                new Estimate(0.71, 0.6, 0.8),
                                0.01,
                                new Estimate(0.1, 0.05, 0.15))),
                List.of("Noted of " + name + "."),
                3);
    }
}
