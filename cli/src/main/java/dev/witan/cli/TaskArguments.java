// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.TaskOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// What is predicted beside one class or one number.
final class TaskArguments {
    @Option(
            names = "--quantiles",
            paramLabel = "LEVEL",
            split = ",",
            description = "With --task quantile: the probabilities, with commas between them; default: 0.1,0.5,0.9.")
    private List<Double> quantiles = List.of();

    @Option(
            names = "--task-weight",
            paramLabel = "TASK=WEIGHT",
            description = "How much the loss of one of several tasks counts; default: 1. May be given several times.")
    private Map<String, Double> weights = new LinkedHashMap<>();

    @Option(
            names = "--own-experts",
            paramLabel = "N",
            description = "Experts that each of several tasks has for itself; default: 0.")
    private int own;

    boolean hasLevels() {
        return !quantiles.isEmpty();
    }

    TaskOptions options() {
        return new TaskOptions(
                quantiles.isEmpty() ? TaskOptions.DEFAULTS.quantiles() : quantiles,
                weights,
                own,
                TaskOptions.DEFAULTS.width());
    }
}
