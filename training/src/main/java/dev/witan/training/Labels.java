// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.MultiLabelHead;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.kernels.FeedForward;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import dev.witan.training.step.RowObjective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The target as training sees it: classes by index, numbers standardised over the training rows.
///
/// @param target the labels
/// @param mean of the training rows' numbers; 0 for classes
/// @param deviation of the training rows' numbers; 1 for classes
/// @param parts of a target of several tasks
record Labels(Target target, double mean, double deviation, List<Labels> parts) {
    static Labels of(Target target, int[] training) {
        List<Labels> parts =
                target.parts().stream().map(part -> of(part, training)).toList();
        if (target.kind() != TargetKind.REGRESSION && target.kind() != TargetKind.QUANTILE) {
            return new Labels(target, 0, 1, parts);
        }
        int[] labelled = Arrays.stream(training).filter(target::isLabelled).toArray();
        double mean = 0;
        for (int row : labelled) {
            mean += target.value(row) / labelled.length;
        }
        double variance = 0;
        for (int row : labelled) {
            double distance = target.value(row) - mean;
            variance += distance * distance / labelled.length;
        }
        double deviation = Math.sqrt(variance);
        if (!Double.isFinite(deviation)) {
            throw WitanException.invalidInput(
                    "column '%s': a target's numbers must not be so large that their deviation is not finite"
                            .formatted(target.name()));
        }
        return new Labels(target, mean, deviation > 0 && Double.isFinite(deviation) ? deviation : 1, parts);
    }

    /// How many numbers a row has in [#standardised].
    int targets() {
        return parts.isEmpty()
                ? RowObjective.of(target).targets()
                : parts.stream().mapToInt(Labels::targets).sum();
    }

    /// A row's one label as the objective takes it.
    double standardised(int row) {
        return (target.value(row) - mean) / deviation;
    }

    /// By row of the table, as the objectives take them; of several tasks one after the other in each row.
    double[] standardised() {
        int width = targets();
        double[] values = new double[target.rows() * width];
        write(values, width, 0);
        return values;
    }

    private void write(double[] values, int width, int from) {
        int at = from;
        for (Labels part : parts) {
            part.write(values, width, at);
            at += part.targets();
        }
        if (parts.isEmpty()) {
            int own = targets();
            for (int row = 0; row < target.rows(); row++) {
                for (int i = 0; i < own; i++) {
                    values[row * width + from + i] = target.kind() == TargetKind.MULTI_LABEL
                            ? (target.holds(row, i) ? 1 : 0)
                            : standardised(row);
                }
            }
        }
    }

    /// Of several tasks, where the numbers of each begin among those of a row, and then how many there are.
    int[] starts() {
        int[] starts = new int[parts.size() + 1];
        for (int task = 0; task < parts.size(); task++) {
            starts[task + 1] = starts[task] + parts.get(task).targets();
        }
        return starts;
    }

    /// The head, behind these towers if it is of several tasks.
    Head head(List<FeedForward> towers) {
        if (parts.isEmpty()) {
            return head();
        }
        List<TasksHead.Tower> tasks = new ArrayList<>();
        for (int task = 0; task < parts.size(); task++) {
            Labels part = parts.get(task);
            tasks.add(new TasksHead.Tower(part.target.name(), towers.get(task), part.head()));
        }
        return new TasksHead(towers.getFirst().inputs(), tasks);
    }

    /// The head of a target of one task.
    Head head() {
        return switch (target.kind()) {
            case BINARY -> new BinaryHead(target.classes());
            case MULTI_CLASS -> new MultiClassHead(target.classes());
            case MULTI_LABEL -> new MultiLabelHead(target.classes(), target.separator());
            case REGRESSION -> new RegressionHead(mean, deviation);
            case QUANTILE -> new QuantileHead(target.levels(), mean, deviation);
            case MULTI_TASK -> throw new IllegalStateException("the towers belong to the head of several tasks");
        };
    }
}
