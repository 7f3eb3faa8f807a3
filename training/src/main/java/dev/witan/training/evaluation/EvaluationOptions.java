// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.util.List;

/// What is to be found out.
///
/// @param target the column with the labels
/// @param depth how much
/// @param cohorts columns whose values part the rows
/// @param threads that compute
public record EvaluationOptions(String target, Depth depth, List<String> cohorts, int threads) {
    /// How much is found out.
    public enum Depth {
        /// How good the answers are, in all and per cohort.
        ANSWERS,
        /// Also what each expert is worth alone, and what it sees.
        EXPERTS
    }

    public EvaluationOptions {
        cohorts = List.copyOf(cohorts);
    }
}
