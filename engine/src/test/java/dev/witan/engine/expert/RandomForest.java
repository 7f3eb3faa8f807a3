// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Forests of random trees.
final class RandomForest {
    private static final int DEPTH = 4;

    private final RandomGenerator random;
    private final int inputs;
    private final int[] features;
    private final float[] thresholds;
    private final int[] lefts;
    private final int[] rights;
    private final float[] leaves;
    private int nodes;
    private int leavesUsed;

    private RandomForest(RandomGenerator random, int inputs, int trees) {
        this.random = random;
        this.inputs = inputs;
        int nodesMax = trees << DEPTH;
        this.features = new int[nodesMax];
        this.thresholds = new float[nodesMax];
        this.lefts = new int[nodesMax];
        this.rights = new int[nodesMax];
        this.leaves = new float[nodesMax + trees];
    }

    /// As many trees for each output, of up to four splits on a way.
    static Forest of(RandomGenerator random, int inputs, int outputs, int treesOfOutput) {
        int trees = outputs * treesOfOutput;
        RandomForest forest = new RandomForest(random, inputs, trees);
        int[] roots = new int[trees];
        int[] outputsOfTrees = new int[trees];
        for (int tree = 0; tree < trees; tree++) {
            outputsOfTrees[tree] = tree / treesOfOutput;
            roots[tree] = forest.grow(0);
        }
        return new Forest(inputs, new float[outputs], outputsOfTrees, roots, forest.splits(), forest.leaves());
    }

    private int grow(int depth) {
        if (depth == DEPTH || random.nextInt(4) == 0) {
            leaves[leavesUsed] = (float) random.nextGaussian();
            return ~leavesUsed++;
        }
        int node = nodes++;
        features[node] = random.nextInt(inputs);
        thresholds[node] = (float) random.nextGaussian();
        lefts[node] = grow(depth + 1);
        rights[node] = grow(depth + 1);
        return node;
    }

    private Splits splits() {
        return new Splits(
                Arrays.copyOf(features, nodes),
                Arrays.copyOf(thresholds, nodes),
                Arrays.copyOf(lefts, nodes),
                Arrays.copyOf(rights, nodes));
    }

    private float[] leaves() {
        return Arrays.copyOf(leaves, leavesUsed);
    }
}
