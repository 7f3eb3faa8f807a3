// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.features.Features;
import dev.witan.training.network.TrainableLayer;
import java.util.List;
import java.util.stream.IntStream;

/// Starts the gate with one group of classes for each expert, of texts that share most of their grams: see
/// [ClassGroups]. A row in the middle of a group scores [#SCORE] with its expert, and one in the middle of everything
/// scores nothing. From there on the gate learns like everything else, and may end up with other groups.
final class LikeClasses {
    private static final double SCORE = 1.5;

    private final Features features;
    private final Labels labels;
    private final int[] rows;
    private final int classes;

    /// @param rows that are learned from
    LikeClasses(Features features, Labels labels, int[] rows) {
        this.features = features;
        this.labels = labels;
        this.rows = rows;
        this.classes = labels.target().classes().size();
    }

    /// Sets the weights of a linear gate if there are texts and no fewer classes than experts; tells whether it did.
    boolean start(TrainableLayer gate) {
        int experts = gate.outputs();
        if (classes < experts) {
            return false;
        }
        float[][] counts = features.gramCounts(rows, labels.target()::classOf, classes);
        if (counts[0].length == 0) {
            return false;
        }
        List<List<Integer>> groups = new ClassGroups(new GramSimilarity(counts).cosines()).joined(experts);
        double[][] means = means();
        double[] all = mean(means, IntStream.range(0, classes).boxed().toList());
        float[] weights = new float[experts * all.length];
        float[] bias = new float[experts];
        for (int expert = 0; expert < experts; expert++) {
            bias[expert] = direct(mean(means, groups.get(expert)), all, weights, expert * all.length);
        }
        gate.start(weights, bias);
        return true;
    }

    /// Writes the weights of an expert, from the middle of everything to that of its group, and returns its bias.
    private static float direct(double[] middle, double[] all, float[] weights, int at) {
        double square = 0;
        double offset = 0;
        for (int i = 0; i < all.length; i++) {
            double way = middle[i] - all[i];
            square += way * way;
            offset += way * all[i];
        }
        double scale = square > 0 ? SCORE / square : 0;
        for (int i = 0; i < all.length; i++) {
            weights[at + i] = (float) (scale * (middle[i] - all[i]));
        }
        return (float) (-scale * offset);
    }

    /// The mean row of each class.
    private double[][] means() {
        double[][] means = new double[classes][features.dimensions()];
        int[] counts = new int[classes];
        for (int row : rows) {
            counts[labels.target().classOf(row)]++;
        }
        float[] values = new float[features.dimensions()];
        for (int row : rows) {
            int label = labels.target().classOf(row);
            features.encode(row, values);
            for (int i = 0; i < values.length; i++) {
                means[label][i] += values[i] / counts[label];
            }
        }
        return means;
    }

    private static double[] mean(double[][] means, List<Integer> group) {
        double[] mean = new double[means[0].length];
        for (int label : group) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += means[label][i] / group.size();
            }
        }
        return mean;
    }
}
