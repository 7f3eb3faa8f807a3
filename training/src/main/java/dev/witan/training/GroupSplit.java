// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.WitanException;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.network.SeededNumbers;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// Keeps the rows of whole groups for validation, chosen at random until they have about their share of the rows. A row
/// without a group is a group of its own. With very many groups each is drawn by itself, so that none need be counted.
final class GroupSplit {
    private static final int COUNTED_MAX = 1 << 20;
    private static final double UNIT = 0x1p-53;

    private final TableColumn groups;
    private final String source;
    private final double share;
    private final long seed;

    GroupSplit(Table table, String column, double share, long seed) {
        this.groups = table.requireColumn(column, "the column of groups");
        this.source = table.source();
        this.share = share;
        this.seed = seed;
    }

    IntPredicate validation() {
        double bound = bound();
        return row -> draw(row) < bound;
    }

    /// A number of its own for each group, uniform in `[0, 1)`.
    private double draw(int row) {
        long hash = 0xCBF29CE484222325L;
        String label = groups.label(row);
        if (groups.isMissing(row)) {
            hash = row;
        }
        for (int i = 0; i < label.length(); i++) {
            hash = (hash ^ label.charAt(i)) * 0x100000001B3L;
        }
        return (new SeededNumbers(seed, groups.isMissing(row) ? 1 : 2, hash).nextLong() >>> 11) * UNIT;
    }

    private double bound() {
        SortedMap<Double, Integer> counts = new TreeMap<>();
        for (int row = 0; row < groups.rows(); row++) {
            counts.merge(draw(row), 1, Integer::sum);
            if (counts.size() > COUNTED_MAX) {
                return share;
            }
        }
        if (counts.size() < 2) {
            throw WitanException.invalidInput("%s, column '%s': a split needs at least two groups: there is one"
                    .formatted(source, groups.name()));
        }
        long rows = 0;
        double bound = 0;
        for (Map.Entry<Double, Integer> group : counts.entrySet()) {
            bound = group.getKey();
            if (rows > 0 && rows + group.getValue() / 2 > share * groups.rows()) {
                break;
            }
            rows += group.getValue();
        }
        return bound;
    }
}
