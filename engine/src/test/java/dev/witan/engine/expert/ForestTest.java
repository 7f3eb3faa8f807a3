// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForestTest {
    private static final Splits NONE = new Splits(new int[0], new float[0], new int[0], new int[0]);

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    /// Output 0: `x0 <= 1 ? (x1 <= -2 ? 10 : 20) : 30`, plus 0.5 where `x1 <= 0`; output 1: 7 from a tree of a leaf.
    private static Forest byHand() {
        Splits splits =
                new Splits(new int[] {0, 1, 1}, new float[] {1, -2, 0}, new int[] {1, ~0, ~3}, new int[] {~2, ~1, ~4});
        return new Forest(2, new float[] {100, 1}, new int[] {0, 0, 1}, new int[] {0, 2, ~5}, splits, new float[] {
            10, 20, 30, 0.5f, 0, 7
        });
    }

    private float[] answer(Forest forest, float... row) {
        FloatMatrix input = FloatMatrix.allocate(arena, 1, forest.inputs());
        FloatMatrix output = FloatMatrix.allocate(arena, 1, forest.outputs());
        input.copyRowFrom(0, row, 0);
        forest.answer(input, 0, 1, output, 0);
        float[] answer = new float[forest.outputs()];
        output.copyRowTo(0, answer, 0);
        return answer;
    }

    @Test
    void answersAsComputedByHand() {
        Forest forest = byHand();
        assertThat(answer(forest, 1, -2)).containsExactly(110.5f, 8);
        assertThat(answer(forest, 1, -1.5f)).containsExactly(120.5f, 8);
        assertThat(answer(forest, 1.0001f, -5)).containsExactly(130.5f, 8);
        assertThat(answer(forest, 2, 0.1f)).containsExactly(130, 8);
        assertThat(forest.comparisonsPerRow()).isEqualTo(3);
        assertThat(forest.size()).isEqualTo(3 + 6 + 2);
    }

    @Test
    void sendsWhatIsNoNumberRight() {
        assertThat(answer(byHand(), Float.NaN, Float.NaN)).containsExactly(130, 8);
    }

    @Test
    void givesItsArraysBack() {
        Forest forest = byHand();
        assertThat(forest.outputsOfTrees()).containsExactly(0, 0, 1);
        assertThat(forest.roots()).containsExactly(0, 2, ~5);
        assertThat(forest.base()).containsExactly(100, 1);
        assertThat(forest.leaves()).containsExactly(10, 20, 30, 0.5f, 0, 7);
    }

    @Test
    void givesEqualBitsAloneAndInAnyBatch() {
        SplittableRandom random = new SplittableRandom(20261122);
        Forest forest = RandomForest.of(random, 5, 3, 40);
        FloatMatrix input = FloatMatrix.allocate(arena, 33, 5);
        FloatMatrix together = FloatMatrix.allocate(arena, 40, 3);
        for (int row = 0; row < 33; row++) {
            for (int column = 0; column < 5; column++) {
                input.set(row, column, (float) random.nextGaussian());
            }
        }
        forest.answer(input, 0, 33, together, 7);
        FloatMatrix alone = FloatMatrix.allocate(arena, 1, 3);
        for (int row = 0; row < 33; row++) {
            forest.answer(input, row, 1, alone, 0);
            for (int output = 0; output < 3; output++) {
                assertThat(together.get(7 + row, output)).isEqualTo(alone.get(0, output));
            }
        }
    }

    private static void refused(String message, int[] outputs, int[] roots, Splits splits, float... leaves) {
        assertThatThrownBy(() -> new Forest(2, new float[1], outputs, roots, splits, leaves))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Splits stump(int feature, float threshold, int left, int right) {
        return new Splits(new int[] {feature}, new float[] {threshold}, new int[] {left}, new int[] {right});
    }

    @Test
    void refusesArraysThatMakeNoTrees() {
        int[] one = {0};
        refused("a feature must be a column of the row: 2", one, one, stump(2, 0, ~0, ~1), 1, 2);
        refused("a feature must be a column of the row: -1", one, one, stump(-1, 0, ~0, ~1), 1, 2);
        refused("a threshold must be finite: NaN", one, one, stump(0, Float.NaN, ~0, ~1), 1, 2);
        refused("a leaf must be finite: Infinity", one, one, stump(0, 0, ~0, ~1), 1, Float.POSITIVE_INFINITY);
        refused("a way must lead to a later node: 0", one, one, stump(0, 0, 0, ~0), 1);
        refused("a way must lead to a node: 1", one, one, stump(0, 0, 1, ~0), 1);
        refused("a way must end in a leaf: 2", one, one, stump(0, 0, ~0, ~2), 1, 2);
        refused("a leaf must be reached on one way: 0", one, one, stump(0, 0, ~0, ~0), 1);
        refused("every leaf must be reached: leaf 2 is not", one, one, stump(0, 0, ~0, ~1), 1, 2, 3);
        refused("every node must be reached: node 0 is not", one, new int[] {~0}, stump(0, 0, ~1, ~2), 1, 2, 3);
        refused("a tree must begin where the last one ended: 7", one, new int[] {7}, NONE, 1);
        refused("a tree's output must be one of the forest's: 1", new int[] {1}, new int[] {~0}, NONE, 1);
        refused("every root must have an output: 2", new int[] {0, 0}, new int[] {~0}, NONE, 1);
    }

    @Test
    void refusesWaysThatMeet() {
        Splits splits = new Splits(new int[2], new float[2], new int[] {1, ~0}, new int[] {1, ~1});
        refused("a node must be reached on one way: 1", new int[] {0}, new int[] {0}, splits, 1, 2);
    }

    @Test
    void refusesTreesWithoutEnd() {
        int depth = Forest.DEPTH_MAX + 1;
        int[] lefts = new int[depth];
        int[] rights = new int[depth];
        for (int node = 0; node < depth; node++) {
            lefts[node] = node + 1 < depth ? node + 1 : ~depth;
            rights[node] = ~node;
        }
        Splits chain = new Splits(new int[depth], new float[depth], lefts, rights);
        refused(
                "a tree must have at most 128 splits on a way: 129",
                new int[1],
                new int[1],
                chain,
                new float[depth + 1]);
    }

    @Test
    void refusesOutputsOutOfOrder() {
        assertThatThrownBy(() ->
                        new Forest(1, new float[2], new int[] {1, 0}, new int[] {~0, ~1}, NONE, new float[] {1, 2}))
                .hasMessage("trees must be in their outputs' order: 1");
        assertThatThrownBy(() -> new Splits(new int[1], new float[2], new int[1], new int[1]))
                .hasMessageContaining("equally many");
    }

    @Test
    void copiesWhatItIsGiven() {
        float[] leaves = {1};
        Forest forest = new Forest(1, new float[1], new int[1], new int[] {~0}, NONE, leaves);
        Arrays.fill(leaves, 5);
        assertThat(answer(forest, 0)).containsExactly(1);
    }
}
