// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.RowHash;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// Adds Gumbel noise to the selection scores of the requests that explore: the K highest are then a draw of K experts
/// without replacement, by their probabilities at that temperature. Scores that are shares and no logits are multiplied
/// by its exponential, which adds it to their logarithms: each is then drawn by its part of their sum, and what a bias
/// has brought to zero or below comes after all others. Combine weights come from the clean scores. The noise of an
/// expert follows from the mixture's seed, the request's id, the row's number in it and the expert, so that the same
/// request draws the same again.
final class GumbelNoise implements RoutingStage {
    private final Exploration exploration;
    private final ScoreSpace space;

    GumbelNoise(Exploration exploration, ScoreSpace space) {
        this.exploration = exploration;
        this.space = space;
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            if (exploration.includes(batch.requestSeed(row))) {
                plan.explore(row);
                addNoise(RowHash.mix(batch.seed(row)) ^ exploration.seed(), scores, plan.selection(), row);
            }
        }
    }

    private void addNoise(long seed, Scores scores, FloatMatrix selection, int row) {
        for (int column = 0; column < scores.count(row); column++) {
            float noise = gumbel(RowHash.unit(seed, scores.expert(row, column)));
            selection.set(row, column, moved(selection.get(row, column), noise));
        }
    }

    private float moved(float score, float noise) {
        if (space == ScoreSpace.LOGIT) {
            return Math.fma(exploration.temperature(), noise, score);
        }
        return score > 0 ? lifted(score, (double) exploration.temperature() * noise) : score;
    }

    /// Never infinite, which stands for a pinned expert.
    private static float lifted(float score, double exponent) {
        return (float) Math.min(Float.MAX_VALUE, score * StrictMath.exp(exponent));
    }

    /// The same on every machine, which the logarithm of `Math` need not be.
    private static float gumbel(float unit) {
        return (float) -StrictMath.log(-StrictMath.log(unit));
    }
}
