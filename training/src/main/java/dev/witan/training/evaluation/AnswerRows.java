// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// What is kept of each row: a few numbers, each in a column of its own. Owned by one thread.
final class AnswerRows {
    private final RowPages memory;
    private final List<Numbers> columns = new ArrayList<>();

    AnswerRows(RowPages memory) {
        this.memory = memory;
    }

    /// One more column; every row that is added needs a number in each.
    Numbers column(Numbers.Width width) {
        Numbers column = new Numbers(memory, width);
        columns.add(column);
        return column;
    }

    /// As many more of them.
    List<Numbers> columns(int count, Numbers.Width width) {
        List<Numbers> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(column(width));
        }
        return added;
    }

    /// Adds a row of which nothing is known.
    void addNothing() {
        columns.forEach(column -> column.add(0));
    }

    int size() {
        return columns.getFirst().size();
    }

    /// Drops the others.
    void keep(IntPredicate isKept) {
        columns.forEach(column -> column.keep(isKept));
    }
}
