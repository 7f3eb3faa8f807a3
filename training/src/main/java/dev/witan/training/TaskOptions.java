// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
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
    public static final TaskOptions DEFAULTS = new TaskOptions(TargetReader.QUANTILES, Map.of(), 0, 32);

    public TaskOptions {
        quantiles = List.copyOf(quantiles);
        weights = new TreeMap<>(weights);
        double before = 0;
        for (double level : quantiles) {
            OptionRules.require(
                    level > before && level < 1,
                    "quantiles must ascend between 0 and 1, like [0.1, 0.5, 0.9]: " + quantiles);
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

    /// Refuses what would do nothing for these tasks.
    ///
    /// @param tasks their names; none where a mixture has one task only
    /// @param target what is predicted
    void requireFit(List<String> tasks, String target) {
        if (tasks.isEmpty() && (own > 0 || !weights.isEmpty())) {
            throw WitanException.invalidInput(
                    "%s for several tasks, name several targets with commas between them, or leave it out: '%s' is one"
                            .formatted(own > 0 ? "own experts are" : "weights of tasks are", target));
        }
        for (String task : weights.keySet()) {
            if (!tasks.contains(task)) {
                throw WitanException.invalidInput("a weight must be that of a task: '%s'%s (tasks: %s)"
                        .formatted(task, Suggestion.hint(task, tasks), String.join(", ", tasks)));
            }
        }
    }

    /// How much the loss of a task counts.
    double weightOf(String task) {
        return weights.getOrDefault(task, 1.0);
    }
}
