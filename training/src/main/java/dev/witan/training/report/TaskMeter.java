// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import dev.witan.training.data.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// Measures several tasks, each on the rows that have its label.
///
/// The figure that training goes by has to compare what has different units: of every task it takes how much is
/// explained that the labels' frequencies, their mean or their quantiles alone would not explain.
final class TaskMeter {
    private TaskMeter() {}

    static Quality measure(Target target, int[] rows, float[] outputs) {
        int width = target.outputs();
        Map<String, Quality> qualities = new LinkedHashMap<>();
        double explained = 0;
        int at = 0;
        for (Target task : target.parts()) {
            int[] labelled = IntStream.range(0, rows.length)
                    .filter(i -> task.isLabelled(rows[i]))
                    .toArray();
            int own = task.outputs();
            float[] part = new float[labelled.length * own];
            for (int i = 0; i < labelled.length; i++) {
                System.arraycopy(outputs, labelled[i] * width + at, part, i * own, own);
            }
            int[] ownRows = IntStream.of(labelled).map(i -> rows[i]).toArray();
            Quality quality = QualityMeter.measure(task, ownRows, part);
            qualities.put(task.name(), quality);
            explained += explained(task, ownRows, quality) / target.parts().size();
            at += own;
        }
        return new Quality.Tasks(rows.length, explained, qualities);
    }

    private static double explained(Target task, int[] rows, Quality quality) {
        return switch (quality) {
            case Quality.Binary it -> ofEntropy(task, rows, it.logLoss());
            case Quality.MultiClass it -> ofEntropy(task, rows, it.logLoss());
            case Quality.Regression it -> orNothing(it.r2());
            case Quality.Quantile it -> orNothing(it.skill());
            case Quality.MultiLabel it -> it.figure();
            case Quality.Tasks it -> it.figure();
        };
    }

    /// `1 - log-loss / entropy` (McFadden 1974).
    private static double ofEntropy(Target task, int[] rows, double logLoss) {
        int[] counts = new int[task.classes().size()];
        for (int row : rows) {
            counts[task.classOf(row)]++;
        }
        double entropy = 0;
        for (int count : counts) {
            double share = (double) count / rows.length;
            entropy -= count > 0 ? share * StrictMath.log(share) : 0;
        }
        return entropy > 0 ? 1 - logLoss / entropy : 0;
    }

    private static double orNothing(double explained) {
        return Double.isNaN(explained) ? 0 : explained;
    }
}
