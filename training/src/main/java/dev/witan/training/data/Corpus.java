// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.Arrays;
import java.util.Objects;

/// A table to learn from whose rows for validation are already chosen, since which rows belong together is known only
/// to whoever made it.
public final class Corpus {
    private final Table table;
    private final int[] validation;

    /// @param validation rows of the table, in ascending order; some, and not all
    public Corpus(Table table, int[] validation) {
        this.table = Objects.requireNonNull(table);
        this.validation = validation.clone();
        if (validation.length == 0 || validation.length >= table.rows()) {
            throw new IllegalArgumentException(
                    "validation must be some of %d rows: %d".formatted(table.rows(), validation.length));
        }
        for (int i = 0; i < validation.length; i++) {
            if (validation[i] < 0 || validation[i] >= table.rows() || (i > 0 && validation[i] <= validation[i - 1])) {
                throw new IllegalArgumentException(
                        "validation must be rows in ascending order: " + Arrays.toString(validation));
            }
        }
    }

    public Table table() {
        return table;
    }

    public int[] validation() {
        return validation.clone();
    }
}
