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
/// @param values one row per row of the table
public record EncodedRows(FloatMatrix values) {
    /// How many numbers are usually held at most, which is a quarter of a gibibyte.
    private static final long NUMBERS_USUAL = 1L << 26;

    /// How many numbers are ever held, which is four gibibytes.
    private static final long NUMBERS_MAX = 1L << 30;

    /// More rows than this are not looked at unless somebody asks for it.
    private static final int ROWS_USUAL = 200_000;

    /// How many rows of a table are to be drawn for a mixture where nobody says.
    public static int rowsUsual(Mixture mixture) {
        return (int) Math.min(
                ROWS_USUAL, NUMBERS_USUAL / Math.max(1, mixture.encoder().dimensions()));
    }

    /// How many rows of a table there can be room for.
    public static int rowsMax(Mixture mixture) {
        return (int) Math.min(
                Integer.MAX_VALUE, NUMBERS_MAX / Math.max(1, mixture.encoder().dimensions()));
    }

    /// Encodes all rows.
    ///
    /// @param rowsMin fewer are refused
    /// @param purpose what the rows are for, in messages
    public static EncodedRows of(Arena arena, Mixture mixture, Table table, int rowsMin, String purpose) {
        if (mixture.rowsEach() != 1) {
            throw WitanException.invalidInput(
                    "%s needs a mixture of one task: '%s' has several".formatted(purpose, mixture.name()));
        }
        int dimensions = mixture.encoder().dimensions();
        int rows = table.rows();
        if (rows < rowsMin) {
            throw WitanException.invalidInput(
                    "%s: %s needs at least %d rows: %d".formatted(table.source(), purpose, rowsMin, rows));
        }
        if (rows > rowsMax(mixture)) {
            throw WitanException.invalidInput("%s: %s there must be at most %d rows of %d values: %d"
                    .formatted(table.source(), purpose, rowsMax(mixture), dimensions, rows));
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
