// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.report.Page;
import dev.witan.report.Section;
import dev.witan.training.evaluation.Anatomy;
import dev.witan.training.evaluation.Measure;
import dev.witan.training.evaluation.TaskFigures;
import dev.witan.training.statistics.Normal;

/// Where the answers to one target are right and where they are wrong.
final class AnatomyPart {
    private AnatomyPart() {}

    static void add(Page page, TaskFigures task, String of, double confidence) {
        Section section = new Section("Answers" + of);
        switch (task.anatomy()) {
            case Anatomy.Binary binary -> {
                ConfusionPlot.add(section, binary.classes(), binary.confusion());
                CurvePlots.add(section, binary, task.measures().of(Measure.AUC));
                String positive = "'%s'".formatted(binary.classes().getLast());
                CalibrationPlot.add(section, binary.reliability(), positive);
                ConfusionPlot.table(section, binary.perClass());
            }
            case Anatomy.Classes classes -> {
                ConfusionPlot.add(section, classes.classes(), classes.confusion());
                CalibrationPlot.add(section, classes.reliability(), "the likeliest class");
                ConfusionPlot.table(section, classes.perClass());
            }
            case Anatomy.Numbers number ->
                ResidualPlots.add(section, number.residuals(), task.measures().rows());
            case Anatomy.Labels labels -> LabelsPart.add(section, labels);
            case Anatomy.Quantiles quantiles -> QuantilesPart.add(section, quantiles, Normal.reach(confidence, 1));
        }
        page.section(section);
    }
}
