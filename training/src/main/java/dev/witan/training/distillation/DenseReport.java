// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.training.report.Quality;
import java.util.Optional;

/// How a dense student compares with the mixture that taught it, on rows that it did not learn from.
///
/// @param rowsLearned that the student learned from
/// @param rowsMeasured that everything else here is about
/// @param agreement the share of the rows that both give the same class; for numbers, the share of the variance of the
/// mixture's answers that the student's explain
/// @param mixture quality of the mixture, where labels are known
/// @param student quality of the student, where labels are known
/// @param multiplyAddsOfMixture of a row's gate and experts, on average
/// @param multiplyAddsOfStudent of a row
public record DenseReport(
        int rowsLearned,
        int rowsMeasured,
        double agreement,
        Optional<Quality> mixture,
        Optional<Quality> student,
        double multiplyAddsOfMixture,
        long multiplyAddsOfStudent) {}
