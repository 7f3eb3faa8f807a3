// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.training.trees.GrownTrees;
import dev.witan.training.trees.TreeGrower;
import dev.witan.training.trees.TreeGrowth;
import dev.witan.training.trees.TreeRows;
import java.util.Locale;

/// Trees of LightGBM. It computes on the calling thread alone, so that the same bits come out however many callers
/// there are; several may grow at once. Thread-safe.
public final class LightGbmGrower implements TreeGrower {
    /// How many rounds may bring nothing before growing ends, times the learning rate.
    private static final double PATIENCE = 2.5;

    private static final int PATIENCE_MIN = 20;

    /// One that has loaded nothing yet.
    public LightGbmGrower() {}

    @Override
    public GrownTrees grow(TreeRows rows, TreeGrowth growth, int rounds) {
        try (Booster booster = new Booster(rows, parameters(rows, growth))) {
            int grown = 0;
            while (grown < rounds && booster.grow()) {
                grown++;
            }
            return trees(booster, rows, Math.max(1, grown));
        }
    }

    @Override
    public GrownTrees growUntilBest(TreeRows rows, TreeRows unseen, TreeGrowth growth) {
        int patience = Math.max(PATIENCE_MIN, (int) Math.ceil(PATIENCE / growth.learningRate()));
        try (Booster booster = new Booster(rows, parameters(rows, growth))) {
            booster.watch(unseen);
            double best = Double.POSITIVE_INFINITY;
            int bestRound = 1;
            for (int round = 1; round <= growth.roundsMax() && round - bestRound <= patience; round++) {
                if (!booster.grow()) {
                    break;
                }
                double loss = booster.lossOnUnseen();
                if (loss < best) {
                    best = loss;
                    bestRound = round;
                }
            }
            return trees(booster, rows, bestRound);
        }
    }

    private static GrownTrees trees(Booster booster, TreeRows rows, int rounds) {
        return new GrownTrees(new ModelText(booster.model(rounds)).forest(rows), rounds);
    }

    private static String parameters(TreeRows rows, TreeGrowth growth) {
        String objective = switch (rows.kind()) {
            case BINARY -> "objective=binary metric=binary_logloss";
            case MULTI_CLASS -> "objective=multiclass metric=multi_logloss num_class=" + rows.outputs();
            case REGRESSION -> "objective=regression metric=l2";
            case MULTI_LABEL, QUANTILE, MULTI_TASK ->
                throw new WitanException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "trees learn two classes, several classes or a number: " + rows.kind());
        };
        return String.format(
                Locale.ROOT,
                "%s verbosity=-1 num_threads=1 deterministic=true force_row_wise=true use_missing=false "
                        + "feature_pre_filter=false seed=%d num_leaves=%d learning_rate=%s min_data_in_leaf=%d "
                        + "feature_fraction=%s",
                objective,
                growth.seed() & Integer.MAX_VALUE,
                growth.leaves(),
                growth.learningRate(),
                growth.leafRowsMin(),
                growth.featureShare());
    }
}
