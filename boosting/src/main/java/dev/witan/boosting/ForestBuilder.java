// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import dev.witan.engine.expert.Forest;
import dev.witan.engine.expert.Splits;
import java.util.ArrayList;
import java.util.List;

/// Lines up trees whose places are counted tree by tree.
final class ForestBuilder {
    private final int inputs;
    private final int outputs;
    private final List<Integer> outputsOfTrees = new ArrayList<>();
    private final List<Integer> roots = new ArrayList<>();
    private final List<Integer> features = new ArrayList<>();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<Integer> lefts = new ArrayList<>();
    private final List<Integer> rights = new ArrayList<>();
    private final List<Float> leaves = new ArrayList<>();
    private int firstNode;
    private int firstLeaf;

    ForestBuilder(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /// Begins a tree; without a split it is its first leaf.
    void tree(int output, double[] values) {
        firstNode = features.size();
        firstLeaf = leaves.size();
        outputsOfTrees.add(output);
        roots.add(~firstLeaf);
        for (double value : values) {
            leaves.add((float) value);
        }
    }

    /// The next node of the tree.
    ///
    /// @param left a node of the tree, or the complement of one of its leaves
    void split(int feature, double threshold, int left, int right) {
        roots.set(roots.size() - 1, firstNode);
        features.add(feature);
        thresholds.add(down(threshold));
        lefts.add(place(left));
        rights.add(place(right));
    }

    private int place(int place) {
        return place >= 0 ? firstNode + place : ~(firstLeaf + ~place);
    }

    /// The greatest float that is not greater: any float is at most the one if, and only if, at most the other.
    private static float down(double threshold) {
        float near = (float) threshold;
        return near > threshold ? Math.nextDown(near) : near;
    }

    Forest build() {
        return new Forest(
                inputs,
                new float[outputs],
                ints(outputsOfTrees),
                ints(roots),
                new Splits(ints(features), floats(thresholds), ints(lefts), ints(rights)),
                floats(leaves));
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}
