// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearTest {
    private static final int[] COLUMNS = {1, 2, 15, 16, 17, 31, 32, 47, 48, 63, 64, 65, 79, 80, 127, 128, 129, 200};
    private static final int[] INNER = {1, 2, 3, 7, 16, 64, 130, 511, 512, 513, 1025};
    private static final int ROWS_MAX = 13;

    static Iterable<Kernels> kernels() {
        return Kernels.available();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void computesAHandMadeExample(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix in = Matrices.of(arena, new float[] {1, 2}, new float[] {-1, 0.5f});
            FloatMatrix weights = Matrices.of(arena, new float[] {1, 0, -2}, new float[] {3, 1, 0.5f});
            FloatMatrix bias = Matrices.of(arena, new float[] {0.5f, -1, 0});
            Linear layer = new Linear(PackedMatrix.pack(arena, weights), bias, Activation.RELU);
            FloatMatrix out = FloatMatrix.allocate(arena, 2, 3);

            kernels.linear(in, 0, 2, layer, out, 0);

            assertThat(Matrices.row(out, 0)).containsExactly(7.5f, 1, 0);
            assertThat(Matrices.row(out, 1)).containsExactly(1, 0, 2.25f);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheBitsOfTheOracleForEveryAwkwardSize(Kernels kernels) {
        Kernels oracle = new ScalarKernels("oracle");
        RandomGenerator random = Matrices.random(1);
        for (int inner : INNER) {
            for (int columns : COLUMNS) {
                try (Arena arena = Arena.ofConfined()) {
                    FloatMatrix in = Matrices.random(arena, ROWS_MAX, inner, random);
                    Linear layer = Matrices.randomLayer(arena, inner, columns, Activation.IDENTITY, random);
                    FloatMatrix expected = FloatMatrix.allocate(arena, ROWS_MAX, columns);
                    oracle.linear(in, 0, ROWS_MAX, layer, expected, 0);
                    compareEveryRowCount(kernels, in, layer, expected);
                }
            }
        }
    }

    private static void compareEveryRowCount(Kernels kernels, FloatMatrix in, Linear layer, FloatMatrix expected) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix out = FloatMatrix.allocate(arena, ROWS_MAX + 2, layer.outputs());
            for (int rows = 1; rows <= ROWS_MAX; rows++) {
                int inRow = ROWS_MAX - rows;
                int outRow = rows % 3;
                out.fill(-7f);
                kernels.linear(in, inRow, rows, layer, out, outRow);
                assertThat(Matrices.bits(out, outRow, rows))
                        .as("%d rows, %d -> %d", rows, layer.inputs(), layer.outputs())
                        .isDeepEqualTo(Matrices.bits(expected, inRow, rows));
                for (int row = outRow + rows; row < out.rows(); row++) {
                    assertThat(Matrices.row(out, row)).containsOnly(-7f);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesARowTheSameBitsAloneAndInAnyBatch(Kernels kernels) {
        RandomGenerator random = Matrices.random(2);
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix in = Matrices.random(arena, 64, 600, random);
            Linear layer = Matrices.randomLayer(arena, 600, 150, Activation.GELU, random);
            FloatMatrix alone = FloatMatrix.allocate(arena, 64, 150);
            for (int row = 0; row < 64; row++) {
                kernels.linear(in, row, 1, layer, alone, row);
            }
            FloatMatrix batched = FloatMatrix.allocate(arena, 64, 150);
            for (int from = 0; from < 64; ) {
                int rows = Math.min(64 - from, 1 + random.nextInt(17));
                kernels.linear(in, from, rows, layer, batched, from);
                from += rows;
            }
            assertThat(Matrices.bits(batched, 0, 64)).isDeepEqualTo(Matrices.bits(alone, 0, 64));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void appliesTheActivationToTheSum(Kernels kernels) {
        Kernels oracle = new ScalarKernels("oracle");
        RandomGenerator random = Matrices.random(3);
        for (Activation activation : Activation.values()) {
            try (Arena arena = Arena.ofConfined()) {
                FloatMatrix in = Matrices.random(arena, 7, 33, random);
                Linear layer = Matrices.randomLayer(arena, 33, 77, activation, random);
                FloatMatrix expected = FloatMatrix.allocate(arena, 7, 77);
                FloatMatrix out = FloatMatrix.allocate(arena, 7, 77);
                oracle.linear(in, 0, 7, layer, expected, 0);
                kernels.linear(in, 0, 7, layer, out, 0);
                assertThat(Matrices.bits(out, 0, 7)).isDeepEqualTo(Matrices.bits(expected, 0, 7));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void sumsOverTheRowsThatWerePacked(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix weights = Matrices.of(arena, new float[] {100}, new float[] {1}, new float[] {10});
            PackedMatrix packed = PackedMatrix.allocate(arena, 5, 1);
            packed.packFrom(weights, 1, 2);
            Linear layer = new Linear(packed, FloatMatrix.allocate(arena, 1, 1), Activation.IDENTITY);
            FloatMatrix in = Matrices.of(arena, new float[] {2, 3, 4, 5, 6});
            FloatMatrix out = FloatMatrix.allocate(arena, 1, 1);
            kernels.linear(in, 0, 1, layer, out, 0);
            assertThat(out.get(0, 0)).isEqualTo(32f);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void takesNoRows(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            Linear layer = Matrices.randomLayer(arena, 3, 5, Activation.SILU, Matrices.random(4));
            FloatMatrix in = FloatMatrix.allocate(arena, 2, 3);
            FloatMatrix out = FloatMatrix.allocate(arena, 1, 5);
            kernels.linear(in, 2, 0, layer, out, 1);
            assertThat(Matrices.row(out, 0)).containsOnly(0f);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void refusesShapesThatDoNotFit(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            Linear layer = Matrices.randomLayer(arena, 3, 5, Activation.IDENTITY, Matrices.random(5));
            FloatMatrix in = FloatMatrix.allocate(arena, 4, 3);
            FloatMatrix out = FloatMatrix.allocate(arena, 4, 5);
            assertRefused(kernels, out, 0, 1, layer, in, 0, "out columns must be at least 5: 3");
            assertRefused(
                    kernels,
                    FloatMatrix.allocate(arena, 1, 2),
                    0,
                    1,
                    layer,
                    out,
                    0,
                    "in columns must be at least 3: 2");
            assertRefused(kernels, in, 3, 2, layer, out, 0, "in rows must be within 0 and 4: 2 rows from 3");
            assertRefused(kernels, in, 0, 2, layer, out, -1, "out rows must be within 0 and 4: 2 rows from -1");
            assertRefused(kernels, in, 0, -1, layer, out, 0, "in rows must be within 0 and 4: -1 rows from 0");
            assertRefused(kernels, out, 0, 2, layer, out, 1, "in and out must not overlap: 2 rows from 0 and from 1");
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void refusesMemoryThatWasReleased(Kernels kernels) {
        try (Arena arena = Arena.ofConfined()) {
            Arena released = Arena.ofConfined();
            Linear layer = Matrices.randomLayer(released, 3, 5, Activation.IDENTITY, Matrices.random(6));
            released.close();
            FloatMatrix in = FloatMatrix.allocate(arena, 1, 3);
            FloatMatrix out = FloatMatrix.allocate(arena, 1, 5);
            assertThatThrownBy(() -> kernels.linear(in, 0, 1, layer, out, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the arena of a matrix must not be closed");
        }
    }

    private static void assertRefused(
            Kernels kernels,
            FloatMatrix in,
            int inRow,
            int rows,
            Linear layer,
            FloatMatrix out,
            int outRow,
            String why) {
        assertThatThrownBy(() -> kernels.linear(in, inRow, rows, layer, out, outRow))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
