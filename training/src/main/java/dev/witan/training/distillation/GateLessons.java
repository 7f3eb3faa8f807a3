// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.encode.ColumnSpec;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.network.SeededNumbers;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

/// What student gates learn from: rows of a table, and as many more as do them good, each a row of the table in which
/// some columns were exchanged for those of other rows. A teacher scores these like any others, and a student that has
/// seen them learns less of its rows by heart.
///
/// @param values the rows of the table, and those that were made behind them
/// @param learned the rows to learn from
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
record GateLessons(FloatMatrix values, int[] learned) {
    private static final int ROWS_SOUGHT = 80_000;
    private static final int TIMES_MAX = 8;
    private static final double EXCHANGED = 0.3;
    /// Numbers that are made at most, which is a quarter of a gibibyte.
    private static final long NUMBERS_MAX = 1L << 26;

    /// @param columns of the encoder, in the order of the numbers of a row
    /// @param known rows of the table to learn from
    static GateLessons of(Arena arena, FloatMatrix rows, List<ColumnSpec> columns, int[] known, long seed) {
        int made = made(rows, columns, known.length);
        if (made <= 0) {
            return new GateLessons(rows, known);
        }
        FloatMatrix values = FloatMatrix.allocate(arena, rows.rows() + made, rows.columns());
        for (int row = 0; row < rows.rows(); row++) {
            values.copyRowFrom(row, rows, row);
        }
        float[] row = new float[rows.columns()];
        float[] other = new float[rows.columns()];
        for (int i = 0; i < made; i++) {
            SeededNumbers random = new SeededNumbers(seed, i, 0xE8C4);
            rows.copyRowTo(known[i % known.length], row, 0);
            int at = 0;
            for (ColumnSpec column : columns) {
                if (random.uniform() < EXCHANGED) {
                    rows.copyRowTo(known[random.below(known.length)], other, 0);
                    System.arraycopy(other, at, row, at, column.width());
                }
                at += column.width();
            }
            values.copyRowFrom(rows.rows() + i, row, 0);
        }
        int[] learned = Arrays.copyOf(known, known.length + made);
        Arrays.setAll(learned, i -> i < known.length ? known[i] : rows.rows() + i - known.length);
        return new GateLessons(values, learned);
    }

    /// None where there is nothing to exchange, or where rows abound.
    private static int made(FloatMatrix rows, List<ColumnSpec> columns, int known) {
        long most = NUMBERS_MAX / rows.columns() - rows.rows();
        long sought = Math.min(ROWS_SOUGHT - known, (long) TIMES_MAX * known);
        boolean isWhole = columns.stream().mapToInt(ColumnSpec::width).sum() == rows.columns();
        return columns.size() < 2 || !isWhole ? 0 : (int) Math.min(most, sought);
    }
}
