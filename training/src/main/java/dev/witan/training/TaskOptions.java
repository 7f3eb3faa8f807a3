// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.TargetReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a person may say about targets of other kinds than one class or number per row.
///
/// @param quantiles the levels that are predicted, if quantiles are
/// @param weights by task, how much its loss counts beside that of the others; 1 for those that are not named
/// @param own how many experts each task has that no other may use
/// @param width how many numbers an expert gives to the towers of several tasks
public record TaskOptions(List<Double> quantiles, Map<String, Double> weights, int own, int width) {
    /// Three quantiles, and tasks that count alike and share all experts.
    public static final TaskOptions DEFAULTS = new TaskOptions(TargetReader.QUANTILES, Map.of(), 0, 16);

    public TaskOptions {
        quantiles = List.copyOf(quantiles);
        weights = new TreeMap<>(weights);
        double before = 0;
        for (double level : quantiles) {
            OptionRules.require(level > before && level < 1, "quantiles must ascend between 0 and 1: " + quantiles);
            before = level;
        }
        OptionRules.requireBetween("number of quantiles", quantiles.size(), 1, 100);
        weights.forEach((task, weight) -> OptionRules.requireBetween("weight of task '" + task + "'", weight, 0, 1000));
        OptionRules.requireBetween("own experts", own, 0, 64);
        OptionRules.requireBetween("width", width, 1, 1024);
    }

    /// The same with these quantiles.
    public TaskOptions withQuantiles(List<Double> levels) {
        return new TaskOptions(levels, weights, own, width);
    }

    /// How much the loss of a task counts.
    double weightOf(String task) {
        return weights.getOrDefault(task, 1.0);
    }
}
