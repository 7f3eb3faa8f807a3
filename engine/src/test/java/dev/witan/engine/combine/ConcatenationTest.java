// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcatenationTest {
    private final Arena arena = Arena.ofConfined();
    private final Concatenation concatenation = new Concatenation();
    private final FloatMatrix combined = FloatMatrix.allocate(arena, 2, concatenation.width(2, 4));

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private float[] row() {
        float[] row = new float[8];
        combined.copyRowTo(1, row, 0);
        return row;
    }

    @Test
    void putsOutputsSideBySideInTheOrderOfRanksWithZerosForWhatIsMissing() {
        Said said = new Said(arena, new float[] {1, 2}, null, new float[] {5, 6});
        assertThat(Said.combine(concatenation, said.weighted(0.5f, 0.3f, 0.2f), combined))
                .isEqualTo(Coverage.PARTIAL);
        assertThat(row()).containsExactly(1, 2, 0, 0, 5, 6, 0, 0);
    }

    @Test
    void saysSoWhenNobodyAnsweredOrANumberIsNone() {
        assertThat(Said.combine(concatenation, new Said(arena, null, null).weighted(1, 0), combined))
                .isEqualTo(Coverage.NONE);
        Said said = new Said(arena, new float[] {1, Float.NaN}, new float[] {1, 2});
        assertThat(Said.combine(concatenation, said.weighted(1, 0), combined)).isEqualTo(Coverage.NOT_FINITE);
    }
}
