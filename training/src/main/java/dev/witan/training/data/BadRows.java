// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.WitanException;
import dev.witan.tables.BadRow;
import java.util.ArrayList;
import java.util.List;

/// The rows of a table that cannot be read: the first refuses it, or they are counted and a few are kept to be shown.
/// More than [#SHARE_MAX] of the rows is a table that is not what it was taken for. Owned by one thread.
final class BadRows {
    static final int EXAMPLES_MAX = 3;
    static final double SHARE_MAX = 0.1;
    private static final int COUNT_MIN = 100;

    private final String file;
    private final OnBadRow policy;
    private final List<String> examples = new ArrayList<>();
    private long count;

    BadRows(String file, OnBadRow policy) {
        this.file = file;
        this.policy = policy;
    }

    void add(BadRow row) {
        String text = row.in(file);
        if (policy == OnBadRow.FAIL) {
            throw WitanException.invalidInput(text);
        }
        count++;
        if (examples.size() < EXAMPLES_MAX) {
            examples.add(text);
        }
    }

    /// Refuses a table with too many of them.
    ///
    /// @param rows that were read so far, bad ones among them
    void requireFew(long rows) {
        if (count >= COUNT_MIN && count > SHARE_MAX * rows) {
            throw WitanException.invalidInput(
                    "%s: at most %.0f %% of the rows may be bad: %d of the first %d are, such as %s"
                            .formatted(file, 100 * SHARE_MAX, count, rows, examples.getFirst()));
        }
    }

    long count() {
        return count;
    }

    /// One sentence on how many there were, and one per example; none if there were none.
    List<String> notices() {
        List<String> notices = new ArrayList<>();
        if (count > 0) {
            notices.add("%d bad %s left out".formatted(count, count == 1 ? "row was" : "rows were"));
            examples.forEach(example -> notices.add("left out: " + example));
        }
        return notices;
    }
}
