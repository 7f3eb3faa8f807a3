// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.data.Target;
import dev.witan.training.network.SeededNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The rows to learn from and the rows to validate on. Stratified: every class, or every tenth of a number's range of
/// ranks, has its share in both.
final class Split {
    private static final int STRATA = 10;
    private static final int VALIDATION_MIN = 4;

    private final int[] training;
    private final int[] validation;

    private Split(int[] training, int[] validation) {
        this.training = training;
        this.validation = validation;
    }

    static Split of(Target target, double validationShare, long seed) {
        List<Integer> training = new ArrayList<>();
        List<Integer> validation = new ArrayList<>();
        SeededNumbers random = new SeededNumbers(seed, 0x5711);
        double least = Math.max(validationShare, (double) VALIDATION_MIN / target.rows());
        double owed = 0;
        for (int[] stratum : strata(target)) {
            random.shuffle(stratum, stratum.length);
            double share = least * stratum.length + owed;
            int count = Math.clamp(Math.round(share), 0, stratum.length - 1);
            owed = share - count;
            for (int i = 0; i < stratum.length; i++) {
                (i < count ? validation : training).add(stratum[i]);
            }
        }
        return new Split(ascending(training), ascending(validation));
    }

    /// What is left of `rows` rows beside those that were chosen for validation.
    static Split around(int[] validation, int rows) {
        int[] training = IntStream.range(0, rows)
                .filter(row -> Arrays.binarySearch(validation, row) < 0)
                .toArray();
        return new Split(training, validation);
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

    /// Of several tasks the first decides, and of labels which of them holds first.
    private static double order(Target target, int row) {
        return switch (target.kind()) {
            case MULTI_TASK -> {
                double first = order(target.parts().getFirst(), row);
                yield Double.isNaN(first) ? Double.MAX_VALUE : first;
            }
            case MULTI_LABEL -> firstHeld(target, row);
            case BINARY, MULTI_CLASS, REGRESSION, QUANTILE -> target.value(row);
        };
    }

    private static int firstHeld(Target target, int row) {
        int label = 0;
        while (label < target.classes().size() && !target.holds(row, label)) {
            label++;
        }
        return label;
    }

    private static boolean isNumber(Target target) {
        return switch (target.kind()) {
            case MULTI_TASK -> isNumber(target.parts().getFirst());
            case REGRESSION, QUANTILE -> true;
            case BINARY, MULTI_CLASS, MULTI_LABEL -> false;
        };
    }

    private static List<int[]> strata(Target target) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < target.rows(); row++) {
            rows.add(row);
        }
        rows.sort(Comparator.comparingDouble(row -> order(target, row)));
        List<int[]> strata = new ArrayList<>();
        int from = 0;
        for (int at = 1; at <= rows.size(); at++) {
            if (at == rows.size() || endsStratum(target, rows, at)) {
                strata.add(rows.subList(from, at).stream().mapToInt(row -> row).toArray());
                from = at;
            }
        }
        return strata;
    }

    private static boolean endsStratum(Target target, List<Integer> rows, int at) {
        if (isNumber(target)) {
            return (long) at * STRATA / rows.size() != (at - 1L) * STRATA / rows.size();
        }
        return order(target, rows.get(at)) != order(target, rows.get(at - 1));
    }

    private static int[] ascending(List<Integer> rows) {
        int[] sorted = rows.stream().mapToInt(row -> row).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
