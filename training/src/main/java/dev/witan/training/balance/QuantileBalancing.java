// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import java.util.Arrays;

/// Quantile Balancing (Su 2026): the selection bias that would have given every expert its share of the batch.
///
/// With scores `s`, the present bias `b`, and `a_t` the (K+1)-th largest of `s_t + b` in row `t` (what an expert has to
/// beat), an expert's new bias is minus the value that its `T K / E` best margins `s_te - a_t` exceed. It has no
/// setting, gets there in a step or two, and is used for the next batch: a bias taken from the batch that it routes
/// would tell each row of the others. Owned by one thread.
public final class QuantileBalancing implements BiasRule {
    /// From so many rows on, margins are counted in bins rather than sorted.
    private static final int ROWS_SORTED = 8192;

    private final int fanOut;
    private final float[] row;
    private final float[] margins;
    private float[] bias;

    public QuantileBalancing(int experts, int fanOut, int rowsMax) {
        this(new float[experts], fanOut, rowsMax);
    }

    /// One that goes on from a bias.
    public QuantileBalancing(float[] bias, int fanOut, int rowsMax) {
        this.fanOut = fanOut;
        this.bias = bias.clone();
        this.row = new float[bias.length];
        this.margins = new float[rowsMax];
    }

    @Override
    public void start(float[] other) {
        bias = other.clone();
    }

    @Override
    public void update(FloatMatrix scores, RoutingPlan plan) {
        update(scores, plan.rows());
    }

    /// The bias to be added to the selection scores of the next batch; the mean of its values is zero.
    @Override
    public float[] bias() {
        return bias.clone();
    }

    /// Learns the bias from the clean scores of a batch.
    public void update(FloatMatrix scores, int rows) {
        if (fanOut < bias.length && rows > 0) {
            bias = learned(scores, rows);
        }
    }

    private float[] learned(FloatMatrix scores, int rows) {
        int experts = bias.length;
        float[] thresholds = new float[rows];
        for (int t = 0; t < rows; t++) {
            thresholds[t] = threshold(scores, t);
        }
        float[] next = new float[experts];
        float mean = 0;
        for (int expert = 0; expert < experts; expert++) {
            next[expert] = -margin(scores, rows, thresholds, expert);
            mean += next[expert] / experts;
        }
        for (int expert = 0; expert < experts; expert++) {
            next[expert] -= mean;
        }
        return next;
    }

    /// The (K+1)-th largest biased score of a row.
    private float threshold(FloatMatrix scores, int t) {
        for (int expert = 0; expert < row.length; expert++) {
            row[expert] = scores.get(t, expert) + bias[expert];
        }
        Arrays.sort(row);
        return row[row.length - 1 - fanOut];
    }

    /// The (T K / E + 1)-th largest margin of an expert.
    private float margin(FloatMatrix scores, int rows, float[] thresholds, int expert) {
        for (int t = 0; t < rows; t++) {
            margins[t] = scores.get(t, expert) - thresholds[t];
        }
        int share = (int) Math.min(rows - 1, (long) rows * fanOut / bias.length);
        if (rows > ROWS_SORTED) {
            return MarginHistogram.largest(margins, rows, share);
        }
        Arrays.sort(margins, 0, rows);
        return margins[rows - 1 - share];
    }
}
