// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import dev.witan.training.report.Quality;
import java.util.List;
import java.util.Objects;

/// What was learned of tiers: a linear score of a row's complexity, and from which score on it may go to more.
///
/// @param weights of the score, one per value of a row
/// @param constant of the score
/// @param thresholds ascending: a row goes to the first level whose threshold its score is below, else to the last
/// @param fanOuts per level how many experts a row goes to
/// @param report what it saves
public record TierPlan(
        List<Float> weights, float constant, List<Float> thresholds, List<Integer> fanOuts, Report report) {
    public TierPlan {
        weights = List.copyOf(weights);
        thresholds = List.copyOf(thresholds);
        fanOuts = List.copyOf(fanOuts);
        Objects.requireNonNull(report);
    }

    /// What tiers save, measured on rows by which neither the score was fitted nor anything chosen.
    ///
    /// @param computeBefore multiply-adds of a row's experts without tiers, on average
    /// @param computeAfter with tiers
    /// @param overhead multiply-adds of the score itself
    /// @param before quality without tiers
    /// @param after with tiers
    /// @param shares of the rows at each level
    public record Report(
            double computeBefore,
            double computeAfter,
            long overhead,
            Quality before,
            Quality after,
            List<Double> shares) {
        public Report {
            shares = List.copyOf(shares);
        }

        /// The share of the experts' compute that is saved, the score's own taken off.
        public double saved() {
            return 1 - (computeAfter + overhead) / computeBefore;
        }
    }
}
