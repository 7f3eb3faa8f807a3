// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.Corpus;
import dev.witan.training.data.Table;
import dev.witan.training.step.Frozen;
import java.util.List;

/// What a training begins with.
///
/// @param table to learn from
/// @param validation rows of it that nothing is learned from, in ascending order; none leaves the choice to the
/// training
/// @param tests tables to measure the result on
/// @param start what is known already
/// @param frozen what stays as it is
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
public record TrainingInput(Table table, int[] validation, List<Table> tests, TrainingStart start, Frozen frozen) {
    public TrainingInput {
        validation = validation.clone();
        tests = List.copyOf(tests);
    }

    /// A table, and nothing else.
    public static TrainingInput of(Table table) {
        return new TrainingInput(table, new int[0], List.of(), TrainingStart.fresh(), Frozen.NOTHING);
    }

    /// A table whose validation rows are given.
    public static TrainingInput of(Corpus corpus) {
        return new TrainingInput(corpus.table(), corpus.validation(), List.of(), TrainingStart.fresh(), Frozen.NOTHING);
    }

    /// The same, measured on these tables too.
    public TrainingInput withTests(List<Table> tables) {
        return new TrainingInput(table, validation, tables, start, frozen);
    }

    /// The same from another start.
    public TrainingInput from(TrainingStart other) {
        return new TrainingInput(table, validation, tests, other, frozen);
    }

    /// The same with these parts as they are.
    public TrainingInput freezing(Frozen parts) {
        return new TrainingInput(table, validation, tests, start, parts);
    }
}
