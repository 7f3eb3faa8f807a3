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
/// @param values the rows of the mixture
/// @param each how many of them a row of the table makes: one, or one per task
public record EncodedRows(FloatMatrix values, int each) {
    /// How many numbers are usually held at most, which is a quarter of a gibibyte.
    private static final long NUMBERS_USUAL = 1L << 26;

    /// How many numbers are ever held, which is four gibibytes.
    private static final long NUMBERS_MAX = 1L << 30;

    /// More rows than this are not looked at unless somebody asks for it.
    private static final int ROWS_USUAL = 200_000;

    /// How many rows of a table are to be drawn for a mixture where nobody says.
    public static int rowsUsual(Mixture mixture) {
        return (int) Math.min(ROWS_USUAL, NUMBERS_USUAL / numbers(mixture));
    }

    /// How many rows of a table there can be room for.
    public static int rowsMax(Mixture mixture) {
        return (int) Math.min(Integer.MAX_VALUE, NUMBERS_MAX / numbers(mixture));
    }

    /// How many a row of the table makes.
    private static long numbers(Mixture mixture) {
        return (long) mixture.layer().inputs() * mixture.rowsEach();
    }

    /// Encodes all rows.
    ///
    /// @param rowsMin fewer are refused
    /// @param purpose what the rows are for, in messages
    public static EncodedRows of(Arena arena, Mixture mixture, Table table, int rowsMin, String purpose) {
        int each = mixture.rowsEach();
        int width = mixture.layer().inputs();
        int rows = table.rows();
        if (rows < rowsMin) {
            throw WitanException.invalidInput(
                    "%s: %s needs at least %d rows: %d".formatted(table.source(), purpose, rowsMin, rows));
        }
        if (rows > rowsMax(mixture)) {
            throw WitanException.invalidInput("%s: %s there must be at most %d rows of %d values: %d"
                    .formatted(table.source(), purpose, rowsMax(mixture), numbers(mixture), rows));
        }
        List<String> columns = Evaluation.knownColumns(mixture, table);
        FloatMatrix values = FloatMatrix.allocate(arena, rows * each, width);
        for (int i = 0; i < rows; i++) {
            float[] encoded = mixture.encode(table.request(columns, i, 1));
            for (int task = 0; task < each; task++) {
                values.copyRowFrom(i * each + task, encoded, task * width);
            }
        }
        return new EncodedRows(values, each);
    }

    /// How many rows of the table there are.
    public int count() {
        return values.rows() / each;
    }

    /// The rows of the mixture that rows of the table make, in that order.
    public int[] of(int[] tableRows) {
        int[] rows = new int[tableRows.length * each];
        Arrays.setAll(rows, i -> tableRows[i / each] * each + i % each);
        return rows;
    }

    /// Cuts the rows of the table in two at random: those to learn from, and those to measure on.
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
