// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Decision trees with numbers in their leaves, in flat arrays. An output is its base plus the leaves that the row
/// reaches in the output's trees, summed in double precision in the trees' order, so that a row has the same bits in
/// any batch. Immutable; every index is checked when it is made, so that no row can lead astray.
public final class Forest {
    public static final int NODES_MAX = 1 << 24;
    public static final int TREES_MAX = 1 << 20;
    /// Splits between a root and a leaf.
    public static final int DEPTH_MAX = 128;

    private final int inputs;
    private final float[] base;
    private final int[] roots;
    /// The trees of output `o` are those from `firsts[o]` to before `firsts[o + 1]`.
    private final int[] firsts;

    private final Splits splits;
    private final float[] leaves;
    private final long comparisons;

    /// Trees over rows of a width.
    ///
    /// @param base what each output starts from
    /// @param outputsOfTrees the output that each tree adds to, ascending
    /// @param roots where each tree begins: a node, or the complement of a leaf
    /// @param leaves their numbers
    /// @throws IllegalArgumentException naming rule and value, when the arrays make no trees
    public Forest(int inputs, float[] base, int[] outputsOfTrees, int[] roots, Splits splits, float[] leaves) {
        this.inputs = inputs;
        this.base = base.clone();
        this.roots = roots.clone();
        this.splits = splits;
        this.leaves = leaves.clone();
        this.comparisons = new ForestCheck(inputs, this.base, outputsOfTrees, this.roots, splits, this.leaves).depths();
        this.firsts = firsts(outputsOfTrees, base.length);
    }

    private static int[] firsts(int[] outputsOfTrees, int outputs) {
        int[] firsts = new int[outputs + 1];
        for (int output : outputsOfTrees) {
            firsts[output + 1]++;
        }
        for (int output = 0; output < outputs; output++) {
            firsts[output + 1] += firsts[output];
        }
        return firsts;
    }

    public int inputs() {
        return inputs;
    }

    public int outputs() {
        return base.length;
    }

    public int trees() {
        return roots.length;
    }

    /// What each output starts from.
    public float[] base() {
        return base.clone();
    }

    /// The output that each tree adds to.
    public int[] outputsOfTrees() {
        int[] outputs = new int[roots.length];
        for (int output = 0; output < base.length; output++) {
            Arrays.fill(outputs, firsts[output], firsts[output + 1], output);
        }
        return outputs;
    }

    /// Where each tree begins.
    public int[] roots() {
        return roots.clone();
    }

    public Splits splits() {
        return splits;
    }

    public float[] leaves() {
        return leaves.clone();
    }

    /// How many numbers it is made of: thresholds, leaves and bases.
    public long size() {
        return (long) splits.count() + leaves.length + base.length;
    }

    /// Values that one row is compared with at most.
    public long comparisonsPerRow() {
        return comparisons;
    }

    /// Answers rows of one matrix in rows of another.
    public void answer(FloatMatrix input, int inputFrom, int rows, FloatMatrix output, int outputFrom) {
        if (input.columns() != inputs || output.columns() != base.length) {
            throw new IllegalArgumentException("rows must have %d values and answers %d: %d, %d"
                    .formatted(inputs, base.length, input.columns(), output.columns()));
        }
        MemorySegment values = input.segment();
        for (int row = 0; row < rows; row++) {
            long at = (long) (inputFrom + row) * input.stride();
            for (int column = 0; column < base.length; column++) {
                output.set(outputFrom + row, column, answer(values, at, column));
            }
        }
    }

    private float answer(MemorySegment values, long at, int output) {
        double sum = base[output];
        for (int tree = firsts[output]; tree < firsts[output + 1]; tree++) {
            int place = roots[tree];
            while (place >= 0) {
                place = splits.next(place, values.getAtIndex(ValueLayout.JAVA_FLOAT, at + splits.feature(place)));
            }
            sum += leaves[~place];
        }
        return (float) sum;
    }
}
