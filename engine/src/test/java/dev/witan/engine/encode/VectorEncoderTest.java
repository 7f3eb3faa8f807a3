// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorEncoderTest {
    private static final float[] SIX = {1, 2, 3, 4, 5, 6};

    private static InferenceRequest request(Column column) {
        return new InferenceRequest(List.of(column));
    }

    @Test
    void vectorsAreTakenAsTheyAreOneRowEach() {
        Encoder encoder = VectorEncoder.ofRows("x", 3);
        InferenceRequest request = request(Column.Vectors.ofRows("x", 3, SIX));
        float[] rows = new float[6];
        encoder.encode(request, rows);
        assertThat(rows).isEqualTo(SIX);
        assertThat(encoder.rowsOf(request)).isEqualTo(2);
        assertThat(encoder.tokensOf(request)).isZero();
        assertThat(encoder.columns().getFirst().extents()).containsExactly(3);
    }

    @Test
    void everyTokenIsARow() {
        Encoder encoder = VectorEncoder.ofTokens("x", 2);
        InferenceRequest request = request(Column.Vectors.ofTokens("x", 1, 3, 2, SIX));
        assertThat(request.rows()).isEqualTo(1);
        assertThat(encoder.rowsOf(request)).isEqualTo(3);
        assertThat(encoder.tokensOf(request)).isEqualTo(3);
        assertThat(encoder.columns().getFirst().extents()).containsExactly(ColumnSpec.ANY, 2);
    }

    @Test
    void anotherWidthNameFormOrKindIsRefused() {
        Encoder encoder = VectorEncoder.ofRows("x", 3);
        assertRefused(encoder, Column.Vectors.ofRows("x", 2, SIX), "vectors of 3 numbers: they have 2");
        assertRefused(encoder, Column.Vectors.ofRows("y", 3, SIX), "unknown input 'y' (inputs: x)");
        assertRefused(encoder, Column.Vectors.ofTokens("x", 1, 2, 3, SIX), "shape [rows, dimensions]");
        assertRefused(encoder, new Column.Numbers("x", new double[] {1}), "it holds one value per row");
    }

    @Test
    void numbersThatExpertsWouldOverflowWithAreRefused() {
        Encoder encoder = VectorEncoder.ofRows("x", 2);
        float[] rows = new float[4];
        encoder.encode(request(Column.Vectors.ofRows("x", 2, new float[] {1e18f, -1e18f, 0, 1})), rows);
        assertThat(rows).containsExactly(1e18f, -1e18f, 0, 1);
        for (float value : new float[] {-Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY}) {
            Column column = Column.Vectors.ofRows("x", 2, new float[] {0, 1, 2, value});
            assertThatThrownBy(() -> encoder.encode(request(column), rows))
                    .isInstanceOf(WitanException.class)
                    .hasMessage("input 'x': a number must be between -1e18 and 1e18: vector 1 has " + value);
        }
    }

    private static void assertRefused(Encoder encoder, Column column, String reason) {
        assertThatThrownBy(() -> encoder.rowsOf(request(column)))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining(reason);
    }
}
