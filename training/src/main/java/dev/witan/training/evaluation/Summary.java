// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.report.ClassRecall;
import dev.witan.training.report.LabelQuality;
import dev.witan.training.report.LevelQuality;
import dev.witan.training.report.Quality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The few figures of an evaluation that people ask for first.
public final class Summary {
    private Summary() {}

    /// The same that a training's report tells.
    public static Quality of(EvaluationFigures figures) {
        if (figures.tasks().size() == 1) {
            return of(figures.tasks().getFirst());
        }
        Map<String, Quality> tasks = new LinkedHashMap<>();
        figures.tasks().forEach(task -> tasks.put(task.target(), of(task)));
        return new Quality.Tasks((int) figures.rows(), figures.explained(), tasks);
    }

    static Quality of(TaskFigures task) {
        Measures measures = task.measures();
        int rows = (int) measures.rows();
        return switch (task.anatomy()) {
            case Anatomy.Binary _ ->
                new Quality.Binary(
                        rows,
                        measures.of(Measure.AUC).value(),
                        measures.of(Measure.LOG_LOSS).value(),
                        measures.of(Measure.ACCURACY).value());
            case Anatomy.Classes classes ->
                new Quality.MultiClass(
                        rows,
                        measures.of(Measure.ACCURACY).value(),
                        measures.of(Measure.MACRO_F1).value(),
                        measures.of(Measure.LOG_LOSS).value(),
                        recalls(classes));
            case Anatomy.Numbers _ ->
                new Quality.Regression(
                        rows,
                        measures.of(Measure.RMSE).value(),
                        measures.of(Measure.MEAN_ABSOLUTE_ERROR).value(),
                        measures.of(Measure.R2).value());
            case Anatomy.Labels labels ->
                new Quality.MultiLabel(
                        rows,
                        measures.of(Measure.AUC).value(),
                        measures.of(Measure.LOG_LOSS).value(),
                        measures.of(Measure.EXACT).value(),
                        measures.of(Measure.MICRO_F1).value(),
                        labels.labels().stream()
                                .map(label -> new LabelQuality(
                                        label.label(),
                                        (int) label.held(),
                                        label.auc().value(),
                                        label.f1()))
                                .toList());
            case Anatomy.Quantiles quantiles ->
                new Quality.Quantile(
                        rows,
                        measures.of(Measure.PINBALL).value(),
                        measures.of(Measure.SKILL).value(),
                        quantiles.levels().stream()
                                .map(level -> new LevelQuality(
                                        level.level(),
                                        level.coverage().value(),
                                        level.pinball().value()))
                                .toList());
        };
    }

    private static List<ClassRecall> recalls(Anatomy.Classes classes) {
        return classes.perClass().stream()
                .map(one -> new ClassRecall(one.label(), (int) one.rows(), (int) Math.round(one.rows() * recall(one))))
                .toList();
    }

    private static double recall(Anatomy.ClassFigures one) {
        return one.rows() == 0 ? 0 : one.recall().value();
    }
}
