// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.data.Table;
import dev.witan.training.network.SeededNumbers;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The rows of a table as a published mixture's encoder sees them. Not to be written to; the memory lives as long as
/// the
/// arena.
///
/// @param values one row per row of the table, the first of them where there are more than there is room for
public record EncodedRows(FloatMatrix values) {
    /// How many numbers are held at most, which is a quarter of a gibibyte.
    private static final long NUMBERS_MAX = 1L << 26;

    /// More rows than this are not looked at.
    public static final int ROWS_MAX = 200_000;

    /// Encodes what there is room for.
    ///
    /// @param rowsMin fewer are refused
    /// @param purpose what the rows are for, in messages
    public static EncodedRows of(Arena arena, Mixture mixture, Table table, int rowsMin, String purpose) {
        if (mixture.rowsEach() != 1) {
            throw WitanException.invalidInput(
                    "%s needs a mixture of one task: '%s' has several".formatted(purpose, mixture.name()));
        }
        int dimensions = mixture.encoder().dimensions();
        int rows = (int) Math.min(table.rows(), Math.min(ROWS_MAX, NUMBERS_MAX / dimensions));
        if (rows < rowsMin) {
            throw WitanException.invalidInput(
                    "%s: %s needs at least %d rows: %d".formatted(table.source(), purpose, rowsMin, rows));
        }
        List<String> columns = Evaluation.knownColumns(mixture, table);
        FloatMatrix values = FloatMatrix.allocate(arena, rows, dimensions);
        float[] row = new float[dimensions];
        for (int i = 0; i < rows; i++) {
            mixture.encoder().encode(table.request(columns, i, 1), row);
            values.copyRowFrom(i, row, 0);
        }
        return new EncodedRows(values);
    }

    public int count() {
        return values.rows();
    }

    /// Cuts the rows in two at random: those to learn from, and those to measure on.
    ///
    /// @param share of the rows that are measured on
    public Parts parts(double share, long seed) {
        int[] order = IntStream.range(0, count()).toArray();
        new SeededNumbers(seed, 0x5B117).shuffle(order, order.length);
        int measured = Math.clamp(Math.round(share * order.length), 1, order.length - 1);
        int[] apart = Arrays.copyOf(order, measured);
        int[] learned = Arrays.copyOfRange(order, measured, order.length);
        Arrays.sort(apart);
        Arrays.sort(learned);
        return new Parts(learned, apart);
    }

    /// Two parts of the rows, each in ascending order.
    public static final class Parts {
        private final int[] learned;
        private final int[] measured;

        Parts(int[] learned, int[] measured) {
            this.learned = learned;
            this.measured = measured;
        }

        /// A copy of the numbers of the rows to learn from.
        public int[] learned() {
            return learned.clone();
        }

        /// A copy of the numbers of the rows to measure on.
        public int[] measured() {
            return measured.clone();
        }
    }
}
