// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;

/// Keeps rows from experts that are dearer than the row is worth. A small network scores each row, and each threshold
/// that the score reaches lets it one tier higher; experts of higher tiers are out of the running. Where none of the
/// tiers that are left is permitted, the lowest one that is stands open. What a person pinned is kept from no row, nor
/// is it for want of places. Thread-safe.
public final class TierMask implements RoutingStage {
    private final FeedForward predictor;
    private final float[] thresholds;
    private final int[] tierOfExpert;
    private final int[] fanOuts;

    /// Tiers that leave the number of experts per row alone.
    public TierMask(FeedForward predictor, float[] thresholds, int[] tierOfExpert) {
        this(predictor, thresholds, tierOfExpert, new int[0]);
    }

    /// Refuses a predictor with more than one output, thresholds that do not ascend, and tiers without a threshold.
    ///
    /// @param thresholds of tier 1, 2, …: the score from which on a row may go there
    /// @param tierOfExpert from 0, the cheapest, up
    /// @param fanOuts how many experts a row goes to at most whose highest tier is 0, 1, …, unless its request says
    /// otherwise; none where tiers leave that alone
    public TierMask(FeedForward predictor, float[] thresholds, int[] tierOfExpert, int[] fanOuts) {
        if (predictor.outputs() != 1) {
            throw new IllegalArgumentException("a tier predictor must have one output: " + predictor.outputs());
        }
        for (int i = 0; i < thresholds.length; i++) {
            if (!Float.isFinite(thresholds[i]) || (i > 0 && thresholds[i] <= thresholds[i - 1])) {
                throw new IllegalArgumentException("tier thresholds must ascend: " + thresholds[i]);
            }
        }
        for (int tier : tierOfExpert) {
            if (tier < 0 || tier > thresholds.length) {
                throw new IllegalArgumentException("tier must be between 0 and the number of thresholds, %d: %d"
                        .formatted(thresholds.length, tier));
            }
        }
        if (fanOuts.length != 0 && fanOuts.length != thresholds.length + 1) {
            throw new IllegalArgumentException("fan-outs must be one more than thresholds, %d: %d"
                    .formatted(thresholds.length + 1, fanOuts.length));
        }
        for (int fanOut : fanOuts) {
            if (fanOut < 1) {
                throw new IllegalArgumentException("the fan-out of a tier must be positive: " + fanOut);
            }
        }
        this.fanOuts = fanOuts.clone();
        this.predictor = predictor;
        this.thresholds = thresholds.clone();
        this.tierOfExpert = tierOfExpert.clone();
    }

    /// The network that scores rows.
    public FeedForward predictor() {
        return predictor;
    }

    /// A copy of the thresholds.
    public float[] thresholds() {
        return thresholds.clone();
    }

    /// A copy of the fan-outs; empty where tiers leave them alone.
    public int[] fanOuts() {
        return fanOuts.clone();
    }

    int experts() {
        return tierOfExpert.length;
    }

    int scratchWidth() {
        return predictor.widestHidden();
    }

    /// The tier of an expert.
    public int tierOf(int expert) {
        return tierOfExpert[expert];
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        if (plan.rows() == 0) {
            return;
        }
        RoutingScratch scratch = plan.scratch();
        predictor.forward(
                kernels,
                batch.rows(),
                0,
                plan.rows(),
                scratch.tierHidden.a(),
                scratch.tierHidden.b(),
                scratch.tierScores,
                0);
        for (int row = 0; row < plan.rows(); row++) {
            int reached = highest(scratch.tierScores.get(row, 0));
            Guidance guidance = batch.guidance(row);
            mask(Math.max(reached, lowestLeft(scores, plan, row)), guidance, scores, plan, row);
            if (fanOuts.length > 0 && batch.fanOut(row) == 0) {
                int places = Math.max(fanOuts[reached], guidance.pinnedCount());
                plan.want(row, Math.min(plan.wanted(row), places));
            }
        }
    }

    /// The highest tier that a score reaches; a score that is not a number reaches them all, since it saves nothing to
    /// guess.
    int highest(float score) {
        int tier = 0;
        while (tier < thresholds.length && !(score < thresholds[tier])) {
            tier++;
        }
        return tier;
    }

    private int lowestLeft(Scores scores, RoutingPlan plan, int row) {
        int lowest = Integer.MAX_VALUE;
        for (int column = 0; column < scores.count(row) && lowest > 0; column++) {
            if (!plan.isMarked(row, column)) {
                lowest = Math.min(lowest, tierOfExpert[scores.expert(row, column)]);
            }
        }
        return lowest;
    }

    private void mask(int highest, Guidance guidance, Scores scores, RoutingPlan plan, int row) {
        for (int column = 0; column < scores.count(row); column++) {
            int expert = scores.expert(row, column);
            if (tierOfExpert[expert] > highest && !plan.isMarked(row, column) && !guidance.isPinned(expert)) {
                plan.mark(row, column, PassOver.TIER);
            }
        }
    }
}
