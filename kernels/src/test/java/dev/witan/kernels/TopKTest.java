// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {
    private static final List<Kernels> KERNELS = Kernels.available();

    /// By the scalar kernels' search and by that of every vector width, which must agree.
    private static boolean select(FloatMatrix scores, int row, int k, int[] out, int outFrom) {
        int[] first = out.clone();
        boolean comparable = KERNELS.getFirst().topK(scores, row, k, first, outFrom);
        for (Kernels kernels : KERNELS) {
            boolean same = kernels.topK(scores, row, k, out, outFrom);
            assertThat(same).as(kernels.name()).isEqualTo(comparable);
            if (comparable) {
                assertThat(out).as(kernels.name()).isEqualTo(first);
            }
        }
        return comparable;
    }

    @Test
    void findsTheGreatestOfAHandMadeExample() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix scores = Matrices.of(arena, new float[] {0, 0, 0}, new float[] {1, 5, 3});
            int[] out = {-1, -1, -1, -1};
            assertThat(select(scores, 1, 2, out, 1)).isTrue();
            assertThat(out).containsExactly(-1, 1, 2, -1);
        }
    }

    @Test
    void givesTiesToTheLowestIndexAndSeesNoDifferenceBetweenTheZeros() {
        assertThat(best(4, 2, 7, 7, 2)).containsExactly(1, 2, 0, 3);
        assertThat(best(3, -0f, 0f, -0f)).containsExactly(0, 1, 2);
        assertThat(best(2, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0)).containsExactly(1, 2);
    }

    private static int[] best(int k, float... scores) {
        try (Arena arena = Arena.ofConfined()) {
            int[] out = new int[k];
            assertThat(select(Matrices.of(arena, scores), 0, k, out, 0)).isTrue();
            return out;
        }
    }

    @Test
    void agreesWithASort() {
        RandomGenerator random = Matrices.random(7);
        for (int round = 0; round < 500; round++) {
            int n = 1 + random.nextInt(round % 10 == 0 ? 600 : 40);
            int k = 1 + random.nextInt(n);
            float[] scores = new float[n];
            for (int i = 0; i < n; i++) {
                scores[i] = random.nextInt(10) - 5f; // few values, many ties
            }
            int[] sorted = IntStream.range(0, n)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(best(k, scores)).as("round %d of seed 7", round).isEqualTo(sorted);
        }
    }

    @Test
    void looksAtTheFirstColumnsAlone() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix scores = Matrices.of(arena, new float[] {1, 3, 2, 9, Float.NaN});
            int[] out = new int[2];
            for (Kernels kernels : KERNELS) {
                assertThat(kernels.topK(scores, 0, 3, 2, out, 0)).isTrue();
                assertThat(out).containsExactly(1, 2);
            }
        }
    }

    @Test
    void findsTheNextScoreAboveAValue() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix scores = FloatMatrix.allocate(arena, 2, 100);
            scores.fill(9f); // the padding of row 0 must not count
            for (int column = 0; column < 100; column++) {
                scores.set(0, column, column == 3 || column == 17 || column == 18 ? 2f : 1f);
            }
            scores.set(0, 90, Float.NaN);
            for (Kernels kernels : KERNELS) {
                assertThat(kernels.firstAbove(scores, 0, 0, 1f)).isEqualTo(3);
                assertThat(kernels.firstAbove(scores, 0, 4, 1f)).isEqualTo(17);
                assertThat(kernels.firstAbove(scores, 0, 18, 1f)).isEqualTo(18);
                assertThat(kernels.firstAbove(scores, 0, 19, 2f)).isEqualTo(90);
                assertThat(kernels.firstAbove(scores, 0, 91, 1f)).isEqualTo(100);
            }
        }
    }

    @Test
    void findsNaNInALongRow() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix scores = FloatMatrix.allocate(arena, 1, 1000);
            for (int at : new int[] {0, 15, 16, 17, 500, 999}) {
                scores.fill(-1f);
                scores.set(0, at, Float.NaN);
                assertThat(select(scores, 0, 3, new int[3], 0)).isFalse();
                assertThat(select(scores, 0, 100, new int[100], 0)).isFalse();
            }
        }
    }

    @Test
    void refusesNaNWhereverItIs() {
        for (int at = 0; at < 5; at++) {
            float[] scores = {5, 4, 3, 2, 1};
            scores[at] = Float.NaN;
            try (Arena arena = Arena.ofConfined()) {
                assertThat(select(Matrices.of(arena, scores), 0, 2, new int[2], 0))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesACountThatDoesNotFit() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix scores = FloatMatrix.allocate(arena, 1, 3);
            assertThatThrownBy(() -> select(scores, 0, 4, new int[4], 0)).hasMessage("k must be within 1 and 3: 4");
            assertThatThrownBy(() -> select(scores, 0, 0, new int[4], 0)).hasMessage("k must be within 1 and 3: 0");
            assertThatThrownBy(() -> select(scores, 0, 2, new int[2], 1))
                    .hasMessage("out must hold 2 indices from 1: 2");
            assertThatThrownBy(() -> select(scores, 1, 2, new int[2], 0))
                    .hasMessage("scores rows must be within 0 and 1: 1 rows from 1");
        }
    }
}
