// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import java.util.Arrays;

/// Refuses arrays that make no forest. Every node and every leaf is reached on exactly one way, and a node lies behind
/// the one that it is reached from, so that every way ends.
final class ForestCheck {
    private final int inputs;
    private final float[] base;
    private final int[] outputsOfTrees;
    private final int[] roots;
    private final Splits splits;
    private final float[] leaves;
    /// Splits before each node; before it was reached, -1.
    private final int[] depthOfNode;

    private final boolean[] isLeafReached;
    private int deepest;

    ForestCheck(int inputs, float[] base, int[] outputsOfTrees, int[] roots, Splits splits, float[] leaves) {
        this.inputs = inputs;
        this.base = base;
        this.outputsOfTrees = outputsOfTrees;
        this.roots = roots;
        this.splits = splits;
        this.leaves = leaves;
        this.depthOfNode = new int[splits.count()];
        this.isLeafReached = new boolean[leaves.length];
    }

    /// The sum of the depths of all trees.
    long depths() {
        require(base.length >= 1, "a forest must have an output: %d", base.length);
        require(roots.length <= Forest.TREES_MAX, "a forest must have at most 2^20 trees: %d", roots.length);
        require(leaves.length <= Forest.NODES_MAX, "a forest must have at most 2^24 leaves: %d", leaves.length);
        require(outputsOfTrees.length == roots.length, "every root must have an output: %d", outputsOfTrees.length);
        for (float value : base) {
            require(Float.isFinite(value), "a base must be finite: %s", value);
        }
        for (float leaf : leaves) {
            require(Float.isFinite(leaf), "a leaf must be finite: %s", leaf);
        }
        Arrays.fill(depthOfNode, -1);
        long sum = trees();
        for (int leaf = 0; leaf < leaves.length; leaf++) {
            require(isLeafReached[leaf], "every leaf must be reached: leaf %d is not", leaf);
        }
        return sum;
    }

    /// Nodes lie tree by tree, so that one pass over them goes down every tree.
    private long trees() {
        long sum = 0;
        int node = 0;
        for (int tree = 0; tree < roots.length; tree++) {
            int output = outputsOfTrees[tree];
            require(output >= 0 && output < base.length, "a tree's output must be one of the forest's: %d", output);
            require(tree == 0 || output >= outputsOfTrees[tree - 1], "trees must be in their outputs' order: %d", tree);
            require(
                    roots[tree] < 0 || roots[tree] == node,
                    "a tree must begin where the last one ended: %d",
                    roots[tree]);
            deepest = 0;
            reach(roots[tree], -1, 0);
            for (; node < splits.count() && depthOfNode[node] >= 0; node++) {
                visit(node);
            }
            sum += deepest;
        }
        require(node == splits.count(), "every node must be reached: node %d is not", node);
        return sum;
    }

    private void visit(int node) {
        int feature = splits.feature(node);
        require(feature >= 0 && feature < inputs, "a feature must be a column of the row: %d", feature);
        require(Float.isFinite(splits.threshold(node)), "a threshold must be finite: %s", splits.threshold(node));
        reach(splits.left(node), node, depthOfNode[node] + 1);
        reach(splits.right(node), node, depthOfNode[node] + 1);
    }

    private void reach(int place, int from, int depth) {
        require(depth <= Forest.DEPTH_MAX, "a tree must have at most 128 splits on a way: %d", depth);
        deepest = Math.max(deepest, depth);
        if (place < 0) {
            require(~place < leaves.length, "a way must end in a leaf: %d", ~place);
            require(!isLeafReached[~place], "a leaf must be reached on one way: %d", ~place);
            isLeafReached[~place] = true;
            return;
        }
        require(place < splits.count(), "a way must lead to a node: %d", place);
        require(place > from, "a way must lead to a later node: %d", place);
        require(depthOfNode[place] < 0, "a node must be reached on one way: %d", place);
        depthOfNode[place] = depth;
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule.formatted(value));
        }
    }
}
