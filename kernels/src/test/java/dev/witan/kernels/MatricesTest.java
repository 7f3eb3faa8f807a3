// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MatricesTest {
    @Test
    void clearsARowAndFindsWhatIsNotFinite() {
        try (Arena arena = Arena.ofConfined()) {
            for (int columns : new int[] {1, 16, 19}) {
                FloatMatrix matrix = FloatMatrix.allocate(arena, 3, columns);
                matrix.fill(Float.NaN);
                matrix.clear(1);
                assertThat(matrix.isFinite(1)).isTrue();
                assertThat(matrix.get(1, columns - 1)).isZero();
                assertThat(matrix.isFinite(0)).isFalse();
                assertThat(matrix.isFinite(2)).isFalse();
                for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                    matrix.set(1, columns - 1, value);
                    assertThat(matrix.isFinite(1)).isFalse();
                }
                matrix.set(1, columns - 1, -Float.MAX_VALUE);
                assertThat(matrix.isFinite(1)).isTrue();
            }
        }
    }

    @Test
    void matricesAreAlignedZeroedAndPadded() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix small = FloatMatrix.allocate(arena, 3, 17);
            FloatMatrix large = FloatMatrix.allocate(arena, 1025, 1000);
            assertThat(small.stride()).isEqualTo(32);
            assertThat(large.segment().byteSize()).isEqualTo(1025L * 1008 * 4);
            assertThat(small.segment().address() % 64).isZero();
            assertThat(large.segment().address() % 64).isZero();
            assertThat(large.get(1024, 999)).isZero();
        }
    }

    @Test
    void matricesDieWithTheirArena() {
        FloatMatrix small;
        FloatMatrix large;
        try (Arena arena = Arena.ofConfined()) {
            small = FloatMatrix.allocate(arena, 3, 17);
            large = FloatMatrix.allocate(arena, 1024, 1024);
        }
        assertThatThrownBy(() -> small.get(0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> large.get(0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rowsAreCopiedInAndOut() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix matrix = FloatMatrix.allocate(arena, 2, 3);
            matrix.copyRowFrom(1, new float[] {9, 1, 2, 3}, 1);
            FloatMatrix other = FloatMatrix.allocate(arena, 1, 3);
            other.copyRowFrom(0, matrix, 1);
            float[] target = new float[5];
            other.copyRowTo(0, target, 1);
            assertThat(target).containsExactly(0, 1, 2, 3, 0);
            assertThat(Matrices.row(matrix, 0)).containsOnly(0f);
            matrix.fill(4f);
            assertThat(matrix.get(1, 2)).isEqualTo(4f);
        }
    }

    @Test
    void packingAndTransposedPackingAgree() {
        RandomGenerator random = Matrices.random(3);
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix weights = Matrices.random(arena, 37, 139, random);
            FloatMatrix transposed = FloatMatrix.allocate(arena, 139, 37);
            for (int k = 0; k < 37; k++) {
                for (int column = 0; column < 139; column++) {
                    transposed.set(column, k, weights.get(k, column));
                }
            }
            PackedMatrix a = PackedMatrix.pack(arena, weights);
            PackedMatrix b = PackedMatrix.allocate(arena, 37, 139);
            b.packTransposedFrom(transposed);
            assertThat(a.segment().mismatch(b.segment())).isEqualTo(-1);
            assertThat(a.get(36, 138)).isEqualTo(weights.get(36, 138));
            assertThat(a.get(5, 63)).isEqualTo(weights.get(5, 63));
            assertThat(a.get(5, 64)).isEqualTo(weights.get(5, 64));
        }
    }

    @Test
    void misuseNamesTheRuleAndTheValue() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix matrix = FloatMatrix.allocate(arena, 2, 3);
            assertRefused(() -> FloatMatrix.allocate(arena, 0, 3), "rows must be positive: 0");
            assertRefused(() -> FloatMatrix.allocate(arena, 2, -1), "columns must be positive: -1");
            assertRefused(() -> PackedMatrix.allocate(arena, 0, 3), "inner must be positive: 0");
            assertRefused(() -> PackedMatrix.allocate(arena, 5, 3).packFrom(matrix), "weights rows must be 5: 2");
            assertRefused(() -> PackedMatrix.allocate(arena, 2, 4).packFrom(matrix), "weights columns must be 4: 3");
            assertRefused(
                    () -> PackedMatrix.allocate(arena, 2, 3).packTransposedFrom(matrix), "weights rows must be 3: 2");
            assertRefused(
                    () -> new Linear(PackedMatrix.pack(arena, matrix), matrix, Activation.RELU),
                    "bias must be 1 x 3: 2 x 3");
            assertRefused(
                    () -> matrix.copyRowFrom(0, FloatMatrix.allocate(arena, 1, 2), 0),
                    "source columns must be at least 3: 2");
            assertThatThrownBy(() -> matrix.get(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> matrix.get(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private static void assertRefused(Runnable call, String why) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
