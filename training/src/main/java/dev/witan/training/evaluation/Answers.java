// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.error.WitanException;
import dev.witan.training.data.TargetKind;
import java.util.List;
import java.util.function.IntPredicate;

/// Answers to rows, each in a few numbers, and what can be measured of any of them. Owned by one thread.
sealed interface Answers permits BinaryAnswers, ClassAnswers, NumberAnswers {
    /// Adds a row.
    ///
    /// @param outputs combined ones, in the target's own unit
    /// @param at where the row's begin
    /// @param label index of the class, or the number
    void add(float[] outputs, int at, double label);

    int rows();

    /// Drops the others.
    void keep(IntPredicate isKept);

    /// What the answers to some of the rows are worth.
    ///
    /// @param isMeant by index
    /// @param reach how many deviations intervals reach to either side
    Measures measures(IntPredicate isMeant, double reach);

    /// What can be drawn of all of them.
    Anatomy anatomy(double reach);

    /// The label of a row: index of the class, or the number.
    double label(int row);

    static Answers of(TargetKind kind, List<String> classes) {
        return switch (kind) {
            case BINARY -> new BinaryAnswers(classes);
            case MULTI_CLASS -> new ClassAnswers(classes);
            case REGRESSION -> new NumberAnswers();
            case MULTI_LABEL, QUANTILE, MULTI_TASK ->
                throw WitanException.invalidInput(
                        "the full report is of targets of one column with classes or a number: " + kind);
        };
    }
}
