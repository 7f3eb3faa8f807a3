// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.trees;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;

/// How trees are grown.
///
/// @param leaves of a tree at most
/// @param learningRate how much of its correction a tree may make
/// @param leafRowsMin training rows that a leaf has at least
/// @param featureShare share of the columns that a tree may ask
/// @param rowShare share of the rows that are learned from, the same ones by every tree
/// @param roundsMax rounds of trees at most
/// @param seed of the random choices
public record TreeGrowth(
        int leaves,
        double learningRate,
        int leafRowsMin,
        double featureShare,
        double rowShare,
        int roundsMax,
        long seed) {
    private static final double LEARNING_RATE = 0.05;
    private static final int LEAF_ROWS = 20;
    private static final double FEATURE_SHARE = 0.4;
    private static final double ROW_SHARE = 0.8;
    private static final int[] LEAVES = {16, 24, 12, 20};
    private static final int ROUNDS = 2_000;
    private static final int LEAVES_MAX = 128;
    private static final int ROUNDS_MAX = 10_000;
    private static final int LEAF_ROWS_MAX = 1_000_000;

    public TreeGrowth {
        requireBetween("leaves", leaves, 2, LEAVES_MAX);
        requireBetween("leafRowsMin", leafRowsMin, 1, LEAF_ROWS_MAX);
        requireBetween("rounds", roundsMax, 1, ROUNDS_MAX);
        requireShare("learningRate", learningRate);
        requireShare("featureShare", featureShare);
        requireShare("rowShare", rowShare);
    }

    /// How the trees of one of several experts are grown, each from rows of its own and some larger than others. What
    /// they get wrong differs then, so that together they get more right than any of them.
    public static TreeGrowth usual(int index) {
        int leaves = LEAVES[index % LEAVES.length];
        return new TreeGrowth(leaves, LEARNING_RATE, LEAF_ROWS, FEATURE_SHARE, ROW_SHARE, ROUNDS, index);
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused("%s of trees must be between %d and %d: %d".formatted(name, least, most, value));
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0) || value > 1) {
            throw refused("%s of trees must be above 0 and at most 1: %s".formatted(name, value));
        }
    }

    private static WitanException refused(String message) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, message);
    }

    /// The same with trees of so many leaves at most.
    public TreeGrowth withLeaves(int most) {
        return new TreeGrowth(most, learningRate, leafRowsMin, featureShare, rowShare, roundsMax, seed);
    }

    /// The same with so many rounds at most.
    public TreeGrowth withRoundsMax(int most) {
        return new TreeGrowth(leaves, learningRate, leafRowsMin, featureShare, rowShare, most, seed);
    }

    /// The same with trees that correct so much each.
    public TreeGrowth withLearningRate(double rate) {
        return new TreeGrowth(leaves, rate, leafRowsMin, featureShare, rowShare, roundsMax, seed);
    }

    /// The same with so many rows in a leaf at least.
    public TreeGrowth withLeafRowsMin(int least) {
        return new TreeGrowth(leaves, learningRate, least, featureShare, rowShare, roundsMax, seed);
    }

    /// The same with another seed.
    public TreeGrowth withSeed(long other) {
        return new TreeGrowth(leaves, learningRate, leafRowsMin, featureShare, rowShare, roundsMax, other);
    }
}
