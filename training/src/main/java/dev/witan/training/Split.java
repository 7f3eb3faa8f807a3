// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.WitanException;
import dev.witan.training.data.Table;
import dev.witan.training.data.Target;
import dev.witan.training.network.SeededNumbers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The rows to learn from and the rows to validate on, in ascending order.
final class Split {
    /// Of a table that is kept in files, which has enough of them for any figure.
    static final int STORED_VALIDATION_MAX = 200_000;

    private static final int STRATA = 10;
    private static final int VALIDATION_MIN = 4;
    private static final long DRAW = 0x5711;

    private final int[] training;
    private final int[] validation;

    private Split(int[] training, int[] validation) {
        this.training = training;
        this.validation = validation;
    }

    /// As the options say.
    static Split of(Table table, Target target, RowOptions options, double validationShare, long seed) {
        double share = table.isStored()
                ? Math.min(validationShare, (double) STORED_VALIDATION_MAX / table.rows())
                : validationShare;
        return switch (options.splitBy()) {
            case RowOptions.SplitBy.Classes _ -> of(target, share, seed);
            case RowOptions.SplitBy.Group(var column) ->
                where(table, new GroupSplit(table, column, share, seed).validation());
            case RowOptions.SplitBy.Time(var column) -> where(table, new TimeSplit(table, column, share).validation());
        };
    }

    private static Split where(Table table, IntPredicate isValidation) {
        BitSet validation = new BitSet(table.rows());
        for (int row = 0; row < table.rows(); row++) {
            validation.set(row, isValidation.test(row));
        }
        int count = validation.cardinality();
        if (count == 0 || count == table.rows()) {
            throw WitanException.invalidInput(
                    "%s: there must be rows to learn from and rows to validate on: the split leaves %d of %d for validation"
                            .formatted(table.source(), count, table.rows()));
        }
        return of(validation, table.rows());
    }

    /// Stratified: every class, or every tenth of a number's range of ranks, has its share in both.
    static Split of(Target target, double validationShare, long seed) {
        BitSet validation = new BitSet(target.rows());
        SeededNumbers random = new SeededNumbers(seed, DRAW);
        double least = Math.max(validationShare, (double) VALIDATION_MIN / target.rows());
        double owed = 0;
        int[] rows = RowOrder.byValue(target);
        for (int from = 0, at = 1; at <= rows.length; at++) {
            if (at == rows.length || endsStratum(target, rows, at)) {
                int[] stratum = Arrays.copyOfRange(rows, from, at);
                random.shuffle(stratum, stratum.length);
                double share = least * stratum.length + owed;
                int count = Math.clamp(Math.round(share), 0, stratum.length - 1);
                owed = share - count;
                for (int i = 0; i < count; i++) {
                    validation.set(stratum[i]);
                }
                from = at;
            }
        }
        if (validation.isEmpty()) {
            throw WitanException.invalidInput(
                    "column '%s': no row would be left to validate on: all %d labels differ; a target of classes repeats them"
                            .formatted(target.name(), target.rows()));
        }
        return of(validation, target.rows());
    }

    private static Split of(BitSet validation, int rows) {
        int[] chosen = validation.stream().toArray();
        validation.flip(0, rows);
        return new Split(validation.stream().toArray(), chosen);
    }

    /// What is left of `rows` rows beside those that were chosen for validation.
    static Split around(int[] validation, int rows) {
        BitSet chosen = new BitSet(rows);
        for (int row : validation) {
            chosen.set(row);
        }
        return of(chosen, rows);
    }

    /// Those of its rows that are kept.
    Split where(IntPredicate isKept) {
        return new Split(
                IntStream.of(training).filter(isKept).toArray(),
                IntStream.of(validation).filter(isKept).toArray());
    }

    /// Rows of the table, in ascending order.
    int[] training() {
        return training;
    }

    /// Rows of the table, in ascending order.
    int[] validation() {
        return validation;
    }

    private static boolean endsStratum(Target target, int[] rows, int at) {
        if (RowOrder.isOfNumbers(target)) {
            return (long) at * STRATA / rows.length != (at - 1L) * STRATA / rows.length;
        }
        return RowOrder.order(target, rows[at]) != RowOrder.order(target, rows[at - 1]);
    }
}
