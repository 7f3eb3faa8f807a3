// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.data.Target;
import dev.witan.training.data.TargetKind;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// How much each row counts in training: the weight of its class times its own, scaled so that the mean over the rows
/// that are learned from is 1. Then the loss, and with it the learning rate, keeps its size.
final class RowWeights {
    private final Table table;
    private final Target target;
    private final RowOptions options;

    RowWeights(Table table, Target target, RowOptions options) {
        this.table = table;
        this.target = target;
        this.options = options;
    }

    /// The weight by row of the table.
    ///
    /// @param training rows that are learned from
    IntToDoubleFunction over(int[] training) {
        if (options.classWeights() instanceof RowOptions.ClassWeights.Equal
                && options.weightColumn().isEmpty()) {
            return row -> 1;
        }
        double[] classes = ofClasses(training);
        IntToDoubleFunction own = ofRows();
        IntToDoubleFunction raw =
                row -> own.applyAsDouble(row) * (classes.length == 0 ? 1 : classes[target.classOf(row)]);
        double sum = 0;
        for (int row : training) {
            sum += raw.applyAsDouble(row);
        }
        if (!(sum > 0)) {
            throw WitanException.invalidInput(
                    "%s, column '%s': some row that is learned from must have a weight above 0"
                            .formatted(table.source(), options.weightColumn()));
        }
        double mean = sum / training.length;
        return row -> raw.applyAsDouble(row) / mean;
    }

    private IntToDoubleFunction ofRows() {
        if (options.weightColumn().isEmpty()) {
            return row -> 1;
        }
        TableColumn column = table.requireColumn(options.weightColumn(), "the column of weights");
        if (!(column instanceof TableColumn.Numbers numbers)) {
            throw WitanException.invalidInput("%s, column '%s': weights must be numbers: row 1 has '%s'"
                    .formatted(table.source(), column.name(), Excerpt.of(column.label(0))));
        }
        for (int row = 0; row < numbers.rows(); row++) {
            if (!(numbers.value(row) >= 0)) {
                throw WitanException.invalidInput(
                        "%s, column '%s': a weight must be a number of at least 0: row %d has '%s'"
                                .formatted(table.source(), column.name(), row + 1, numbers.label(row)));
            }
        }
        return numbers::value;
    }

    /// By class; empty if they count alike.
    private double[] ofClasses(int[] training) {
        return switch (options.classWeights()) {
            case RowOptions.ClassWeights.Equal _ -> new double[0];
            case RowOptions.ClassWeights.Balanced _ -> balanced(training);
            case RowOptions.ClassWeights.Given given -> given(given);
        };
    }

    private double[] balanced(int[] training) {
        requireClasses();
        double[] counts = new double[target.classes().size()];
        for (int row : training) {
            counts[target.classOf(row)]++;
        }
        return Arrays.stream(counts)
                .map(count -> count == 0 ? 0 : training.length / (count * counts.length))
                .toArray();
    }

    private double[] given(RowOptions.ClassWeights.Given given) {
        requireClasses();
        for (String label : given.weights().keySet()) {
            if (!target.classes().contains(label)) {
                throw WitanException.invalidInput(
                        "%s, column '%s': class weights name a label that is none: '%s'%s (labels: %s)"
                                .formatted(
                                        table.source(),
                                        target.name(),
                                        Excerpt.of(label),
                                        Suggestion.hint(label, target.classes()),
                                        String.join(", ", target.classes())));
            }
        }
        return target.classes().stream()
                .mapToDouble(label -> given.weights().getOrDefault(label, 1.0))
                .toArray();
    }

    private void requireClasses() {
        if (target.kind() != TargetKind.BINARY && target.kind() != TargetKind.MULTI_CLASS) {
            throw WitanException.invalidInput(
                    "%s, column '%s': class weights need a target of classes: it is none; weigh rows by a column instead"
                            .formatted(table.source(), target.name()));
        }
    }
}
