// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.trees;

/// Grows decision trees that predict a target, each correcting those before it. What one thread computes at a time has
/// the same bits again for the same rows, growth and stop. Thread-safe.
public interface TreeGrower {
    /// Refuses.
    TreeGrower NONE = new NoTrees();

    /// Grows as many rounds of trees as are told, from all of the rows.
    ///
    /// @throws dev.witan.engine.error.WitanException UNAVAILABLE when trees cannot be grown on this machine
    GrownTrees grow(TreeRows rows, TreeGrowth growth, int rounds);

    /// Grows as long as the trees get better on rows that they don't learn from, and keeps those of the best round.
    ///
    /// @param unseen the rows to stop by
    GrownTrees growUntilBest(TreeRows rows, TreeRows unseen, TreeGrowth growth);
}
