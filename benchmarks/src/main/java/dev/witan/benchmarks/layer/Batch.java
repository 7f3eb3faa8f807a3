// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Rows with the routing that every engine has to follow: for each row its experts and their weights.
final class Batch {
    /// What the softmax of the peers makes exactly nothing of.
    private static final float NEVER = -1e4f;

    private final Shape shape;
    private final int rows;
    private final float[] values;
    private final int[] chosen;
    private final float[] weights;

    /// @param skew the exponent of Zipf's law by which experts are chosen; 0 is uniform
    Batch(Shape shape, int rows, double skew, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.shape = shape;
        this.rows = rows;
        this.values = new float[rows * shape.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        this.chosen = new int[rows * shape.fanOut()];
        this.weights = new float[rows * shape.fanOut()];
        for (int row = 0; row < rows; row++) {
            route(row, skew, random);
        }
    }

    /// Draws experts without replacement: the greatest of the logarithms of their shares with Gumbel noise.
    private void route(int row, double skew, SplittableRandom random) {
        double[] keys = new double[shape.experts()];
        for (int expert = 0; expert < keys.length; expert++) {
            keys[expert] = -skew * Math.log(expert + 1) - Math.log(-Math.log(random.nextDouble()));
        }
        double sum = 0;
        for (int rank = 0; rank < shape.fanOut(); rank++) {
            int best = 0;
            for (int expert = 1; expert < keys.length; expert++) {
                best = keys[expert] > keys[best] ? expert : best;
            }
            keys[best] = Double.NEGATIVE_INFINITY;
            chosen[row * shape.fanOut() + rank] = best;
            sum += shape.fanOut() - rank + 0.5;
        }
        for (int rank = 0; rank < shape.fanOut(); rank++) {
            weights[row * shape.fanOut() + rank] = (float) ((shape.fanOut() - rank + 0.5) / sum);
        }
    }

    int rows() {
        return rows;
    }

    float[] values() {
        return values;
    }

    int chosen(int row, int rank) {
        return chosen[row * shape.fanOut() + rank];
    }

    float weight(int row, int rank) {
        return weights[row * shape.fanOut() + rank];
    }

    /// Logits [rows, experts] whose softmax over the chosen gives the weights.
    float[] logits() {
        float[] logits = new float[rows * shape.experts()];
        Arrays.fill(logits, NEVER);
        for (int row = 0; row < rows; row++) {
            for (int rank = 0; rank < shape.fanOut(); rank++) {
                logits[row * shape.experts() + chosen(row, rank)] = (float) Math.log(weight(row, rank));
            }
        }
        return logits;
    }

    /// Whether the weights of all experts stay in a cache.
    boolean isSmall() {
        return shape.experts() * shape.bytes() <= 1 << 20;
    }

    /// How many experts have any row.
    int activeExperts() {
        return (int) Arrays.stream(chosen).distinct().count();
    }

    int rowsOf(int expert) {
        return (int) Arrays.stream(chosen).filter(of -> of == expert).count();
    }

    /// The floating point operations in products.
    double operations() {
        return rows * shape.fanOut() * shape.operations();
    }

    /// The bytes of weights that have to be read once.
    double bytes() {
        return activeExperts() * shape.bytes();
    }
}
