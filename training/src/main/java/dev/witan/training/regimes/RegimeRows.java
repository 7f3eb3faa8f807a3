// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The rows that regimes are looked for in.
///
/// @param likelihood of the labels
/// @param outputs how many numbers an expert gives
/// @param labels 0 or 1, the index of a class, or a standardised number
/// @param gateInputs by row, what a gate sees: standardised numbers, the last one 1
/// @param inputs by row, what a linear expert sees, likewise; a few bends of each number beside the former
/// @param columns how rows fall into cells by each column that can be cut into some
/// @param learned how many of the rows, the first ones, are learned from; by the others results are compared
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
record RegimeRows(
        Likelihood likelihood,
        int outputs,
        double[] labels,
        double[][] gateInputs,
        double[][] inputs,
        List<Cells> columns,
        int learned) {
    /// A way to cut all rows into cells.
    ///
    /// @param column whose values it goes by, as the encoder counts them; -1 for two columns at once
    /// @param of the cell of each row
    /// @param count how many cells there are
    @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
    record Cells(int column, int[] of, int count) {
        /// The same with no more cells than that: the ones with the fewest rows are put together.
        Cells atMost(int most) {
            if (count <= most) {
                return this;
            }
            int[] rows = new int[count];
            Arrays.stream(of).forEach(cell -> rows[cell]++);
            int[] places = new int[count];
            Arrays.fill(places, most - 1);
            List<Integer> order = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingInt(cell -> -rows[cell]))
                    .toList();
            for (int i = 0; i < most - 1; i++) {
                places[order.get(i)] = i;
            }
            return new Cells(column, Arrays.stream(of).map(cell -> places[cell]).toArray(), most);
        }

        /// Cells by both at once.
        Cells times(Cells other) {
            int[] both = new int[of.length];
            for (int row = 0; row < both.length; row++) {
                both[row] = of[row] * other.count + other.of[row];
            }
            return new Cells(-1, both, count * other.count);
        }
    }

    int rows() {
        return labels.length;
    }

    /// 1 where the output is that of the row's label, if outputs are classes.
    double labelOf(int row, int output) {
        return switch (likelihood) {
            case NORMAL, LOGISTIC -> labels[row];
            case SOFTMAX -> (int) labels[row] == output ? 1 : 0;
        };
    }
}
