// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rows that students learn from beside those of the table.
class GateLessonsTest {
    private static final List<ColumnSpec> COLUMNS = List.of(
            new ColumnSpec("a", ColumnSpec.Kind.NUMERIC, 2),
            new ColumnSpec("b", ColumnSpec.Kind.TEXT, 1),
            new ColumnSpec("c", ColumnSpec.Kind.NUMERIC, 3));

    /// Each number tells its row and its place.
    private static FloatMatrix rows(Arena arena) {
        FloatMatrix rows = FloatMatrix.allocate(arena, 10, 6);
        for (int row = 0; row < 10; row++) {
            for (int column = 0; column < 6; column++) {
                rows.set(row, column, 10 * row + column);
            }
        }
        return rows;
    }

    @Test
    void exchangesWholeColumnsAmongRowsToLearnFromAndNoOthers() {
        int[] known = {1, 4, 7};
        try (Arena arena = Arena.ofConfined()) {
            GateLessons lessons = GateLessons.of(arena, rows(arena), COLUMNS, known, 3);
            assertThat(lessons.learned()).hasSize(27).startsWith(known).endsWith(10 + 23);
            boolean isAnyExchanged = false;
            for (int row = 10; row < lessons.values().rows(); row++) {
                int at = 0;
                int first = (int) lessons.values().get(row, 0) / 10;
                for (ColumnSpec column : COLUMNS) {
                    int from = (int) lessons.values().get(row, at) / 10;
                    assertThat(known).contains(from);
                    isAnyExchanged |= from != first;
                    for (int i = at; i < at + column.width(); i++) {
                        assertThat(lessons.values().get(row, i)).isEqualTo(10f * from + i);
                    }
                    at += column.width();
                }
            }
            assertThat(isAnyExchanged).isTrue();
            assertThat(bits(GateLessons.of(arena, rows(arena), COLUMNS, known, 3)))
                    .isEqualTo(bits(lessons))
                    .isNotEqualTo(bits(GateLessons.of(arena, rows(arena), COLUMNS, known, 4)));
        }
    }

    @Test
    void aRowOfOneColumnHasNothingToExchange() {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix rows = rows(arena);
            GateLessons lessons = GateLessons.of(
                    arena, rows, List.of(new ColumnSpec("v", ColumnSpec.Kind.NUMERIC, 6)), new int[] {2, 3}, 1);
            assertThat(lessons.values()).isSameAs(rows);
            assertThat(lessons.learned()).containsExactly(2, 3);
        }
    }

    private static List<Float> bits(GateLessons lessons) {
        List<Float> bits = new ArrayList<>();
        for (int row = 0; row < lessons.values().rows(); row++) {
            for (int column = 0; column < lessons.values().columns(); column++) {
                bits.add(lessons.values().get(row, column));
            }
        }
        return bits;
    }
}
