// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.network.GateNoise;
import dev.witan.training.statistics.Normal;

/// The load loss of Shazeer et al. (2017), `strength * CV^2` of the experts' expected loads. Counts have no gradient;
/// an expert's load is therefore estimated as the sum over the rows of the probability that it is among the `K` best if
/// its own noise were drawn again: `Phi((clean - k) / deviation)`, where `k` is the K-th highest of the other experts'
/// noisy scores.
///
/// @param strength its weight beside the task's loss
public record LoadLoss(double strength) {
    private static final double ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

    /// Adds the gradients with respect to the noisy scores, the clean ones and the deviations, and returns the loss.
    public double addGradient(
            Kernels kernels, FloatMatrix noisy, GateNoise noise, int rows, int fanOut, FloatMatrix scoreGradient) {
        int experts = noisy.columns();
        if (fanOut >= experts) {
            return 0;
        }
        int[][] order = new int[rows][fanOut + 1];
        double[] load = new double[experts];
        for (int row = 0; row < rows; row++) {
            kernels.topK(noisy, row, fanOut + 1, order[row], 0);
            for (int expert = 0; expert < experts; expert++) {
                load[expert] += Normal.probability(distance(noisy, noise, row, expert, rival(order[row], expert)));
            }
        }
        double[] slopes = new double[experts];
        double loss = strength * Shares.variation(load, slopes);
        for (int row = 0; row < rows; row++) {
            for (int expert = 0; expert < experts; expert++) {
                int rival = rival(order[row], expert);
                double deviation = noise.deviations().get(row, expert);
                double distance = distance(noisy, noise, row, expert, rival);
                double slope = strength * slopes[expert] * density(distance) / deviation;
                add(noise.cleanGradient(), row, expert, slope);
                add(noise.deviationGradient(), row, expert, -slope * distance);
                add(scoreGradient, row, rival, -slope);
            }
        }
        return loss;
    }

    /// The worst of the K best of the other experts.
    private static int rival(int[] order, int expert) {
        int last = order.length - 1;
        for (int rank = 0; rank < last; rank++) {
            if (order[rank] == expert) {
                return order[last];
            }
        }
        return order[last - 1];
    }

    private static double distance(FloatMatrix noisy, GateNoise noise, int row, int expert, int rival) {
        double over = noise.clean().get(row, expert) - noisy.get(row, rival);
        return over / noise.deviations().get(row, expert);
    }

    private static double density(double distance) {
        return StrictMath.exp(-distance * distance / 2) / ROOT_OF_TWO_PI;
    }

    private static void add(FloatMatrix gradient, int row, int column, double slope) {
        gradient.set(row, column, gradient.get(row, column) + (float) slope);
    }
}
