// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.training.report.Quality;
import java.util.List;
import java.util.Optional;

/// How a student gate compares with its teacher, on rows that it did not learn from.
///
/// @param rowsLearned that the student learned from
/// @param rowsChosen that told which student to take; 0 where there was but one
/// @param rowsMeasured that everything else here is about
/// @param fanOut how many experts a row goes to
/// @param recall the share of the teacher's experts that the student chooses too
/// @param regret how much less of the teacher's probability the student's experts have, on average
/// @param before quality of the mixture under the teacher, where labels are known
/// @param after the same under the student
/// @param teacher what the teacher's scores cost
/// @param student what the student's cost
/// @param tried recall of every student that was tried, by its shape, on the rows that told which to take
public record GateReport(
        int rowsLearned,
        int rowsChosen,
        int rowsMeasured,
        int fanOut,
        double recall,
        double regret,
        Optional<Quality> before,
        Optional<Quality> after,
        Cost teacher,
        Cost student,
        List<Tried> tried) {
    public GateReport {
        tried = List.copyOf(tried);
    }

    /// What the scores of a row cost.
    ///
    /// @param multiplyAdds 0 where nobody knows, as of an ONNX graph
    /// @param nanosAlone of one row by itself
    /// @param nanosInBatch of one of 64 rows
    public record Cost(long multiplyAdds, double nanosAlone, double nanosInBatch) {}

    /// A student that was tried.
    ///
    /// @param hidden width of its hidden layer, 0 for a linear one
    /// @param steps that it learned for
    /// @param recall on the rows that told which to take; not a number where there was but one
    public record Tried(int hidden, int steps, double recall) {}

    /// How many times fewer multiply-adds the student needs; not a number where the teacher's are unknown.
    public double fewerMultiplyAdds() {
        return teacher.multiplyAdds() == 0 ? Double.NaN : (double) teacher.multiplyAdds() / student.multiplyAdds();
    }
}
