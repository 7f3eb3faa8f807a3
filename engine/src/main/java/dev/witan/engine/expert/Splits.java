// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

/// The inner nodes of a [Forest], node by node: a row whose value of the feature is at most the threshold goes left,
/// any other one right. Where it goes is a node, or the complement (`~`) of a leaf. Immutable.
public final class Splits {
    private static final int FEATURE = 0;
    private static final int THRESHOLD = 1;
    private static final int LEFT = 2;
    private static final int RIGHT = 3;
    private static final int STRIDE = 4;

    /// All that a visit reads, side by side.
    private final int[] nodes;

    /// Copies the arrays, which are equally long.
    ///
    /// @param features columns of the row
    /// @param lefts where rows go that are at most the threshold
    /// @param rights where the other ones go
    public Splits(int[] features, float[] thresholds, int[] lefts, int[] rights) {
        int count = features.length;
        if (thresholds.length != count || lefts.length != count || rights.length != count) {
            throw new IllegalArgumentException(
                    "features, thresholds, lefts and rights must be equally many: %d, %d, %d, %d"
                            .formatted(count, thresholds.length, lefts.length, rights.length));
        }
        if (count > Forest.NODES_MAX) {
            throw new IllegalArgumentException(
                    "a forest must have at most %d nodes: %d".formatted(Forest.NODES_MAX, count));
        }
        this.nodes = new int[STRIDE * count];
        for (int node = 0; node < count; node++) {
            nodes[STRIDE * node + FEATURE] = features[node];
            nodes[STRIDE * node + THRESHOLD] = Float.floatToIntBits(thresholds[node]);
            nodes[STRIDE * node + LEFT] = lefts[node];
            nodes[STRIDE * node + RIGHT] = rights[node];
        }
    }

    /// How many nodes there are.
    public int count() {
        return nodes.length / STRIDE;
    }

    public int feature(int node) {
        return nodes[STRIDE * node + FEATURE];
    }

    public float threshold(int node) {
        return Float.intBitsToFloat(nodes[STRIDE * node + THRESHOLD]);
    }

    /// Where rows go that are at most the threshold.
    public int left(int node) {
        return nodes[STRIDE * node + LEFT];
    }

    /// Where the other rows go.
    public int right(int node) {
        return nodes[STRIDE * node + RIGHT];
    }

    /// Where a value goes at a node; what is no number goes right.
    int next(int node, float value) {
        int at = STRIDE * node;
        return nodes[value <= Float.intBitsToFloat(nodes[at + THRESHOLD]) ? at + LEFT : at + RIGHT];
    }
}
