// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.training.data.Target;
import java.util.function.IntPredicate;

/// Answers to rows, each in a few numbers, and what can be measured of any of them. Owned by one thread.
sealed interface Answers permits BinaryAnswers, ClassAnswers, NumberAnswers, LabelAnswers, QuantileAnswers {
    /// Adds a row.
    ///
    /// @param outputs combined ones, in the target's own unit
    /// @param at where the row's begin
    /// @param row of the target, which must have a label there
    void add(float[] outputs, int at, Target target, int row);

    /// What is kept of them.
    AnswerRows kept();

    /// What the answers to some of the rows are worth.
    ///
    /// @param isMeant by index
    /// @param reach how many deviations intervals reach to either side
    Measures measures(IntPredicate isMeant, double reach);

    /// What can be drawn of some of the rows.
    Anatomy anatomy(IntPredicate isMeant, double reach);

    /// Those to a target of this kind, which must not be of several tasks.
    static Answers of(Target target, RowPages memory) {
        AnswerRows rows = new AnswerRows(memory);
        return switch (target.kind()) {
            case BINARY -> new BinaryAnswers(target.classes(), rows);
            case MULTI_CLASS -> new ClassAnswers(target.classes(), rows);
            case REGRESSION -> new NumberAnswers(rows);
            case MULTI_LABEL -> new LabelAnswers(target.classes(), rows);
            case QUANTILE -> new QuantileAnswers(target.levels(), rows);
            case MULTI_TASK -> throw new IllegalArgumentException("each task has answers of its own");
        };
    }
}
