// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.checkpoint.Checkpoints;
import dev.witan.training.data.Corpus;
import dev.witan.training.data.Table;
import dev.witan.training.step.Frozen;
import dev.witan.training.trees.TreeGrower;
import java.util.List;

/// What a training begins with.
///
/// @param table to learn from
/// @param validation rows of it that nothing is learned from, in ascending order; none leaves the choice to the
/// training
/// @param tests tables to measure the result on
/// @param start what is known already
/// @param frozen what stays as it is
/// @param checkpoints keep where the training stands
/// @param grower of experts that are trees
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
public record TrainingInput(
        Table table,
        int[] validation,
        List<Table> tests,
        TrainingStart start,
        Frozen frozen,
        Checkpoints checkpoints,
        TreeGrower grower) {
    public TrainingInput {
        validation = validation.clone();
        tests = List.copyOf(tests);
    }

    /// A table, and nothing else.
    public static TrainingInput of(Table table) {
        return of(table, new int[0]);
    }

    /// A table whose validation rows are given.
    public static TrainingInput of(Corpus corpus) {
        return of(corpus.table(), corpus.validation());
    }

    private static TrainingInput of(Table table, int[] validation) {
        return new TrainingInput(
                table,
                validation,
                List.of(),
                TrainingStart.fresh(),
                Frozen.NOTHING,
                Checkpoints.none(),
                TreeGrower.NONE);
    }

    /// The same, measured on these tables too.
    public TrainingInput withTests(List<Table> tables) {
        return new TrainingInput(table, validation, tables, start, frozen, checkpoints, grower);
    }

    /// The same from another start.
    public TrainingInput from(TrainingStart other) {
        return new TrainingInput(table, validation, tests, other, frozen, checkpoints, grower);
    }

    /// The same with these parts as they are.
    public TrainingInput freezing(Frozen parts) {
        return new TrainingInput(table, validation, tests, start, parts, checkpoints, grower);
    }

    /// The same, kept so that it can go on after it was stopped.
    public TrainingInput keptBy(Checkpoints keeper) {
        return new TrainingInput(table, validation, tests, start, frozen, keeper, grower);
    }

    /// The same with somebody who grows trees.
    public TrainingInput growing(TreeGrower other) {
        return new TrainingInput(table, validation, tests, start, frozen, checkpoints, other);
    }
}
